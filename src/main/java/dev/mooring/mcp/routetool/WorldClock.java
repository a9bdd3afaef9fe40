package dev.mooring.mcp.routetool;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Set;

/** The shipped tool {@code current-time}: tells the time in a time zone. */
public final class WorldClock {

    private static final DateTimeFormatter TEXT =
            DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu, HH:mm:ss", Locale.ENGLISH);
    private final Clock clock;
    private final Set<String> zones = ZoneId.getAvailableZoneIds();

    /** @param clock where the time comes from; its zone is what an absent zone means */
    public WorldClock(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param zone an IANA zone in any case ({@code Europe/Berlin}), the city of one ({@code Berlin}), or an offset
     *     ({@code +02:00}); null or blank for the zone of the machine
     * @throws IllegalArgumentException naming the zone that nobody knows and how to write one
     */
    public String now(String zone) {
        ZoneId id = zone == null || zone.isBlank() ? clock.getZone() : find(zone.strip());
        ZonedDateTime now = ZonedDateTime.now(clock.withZone(id));
        return "%s in %s (%s, UTC%s)".formatted(TEXT.format(now), id.getId(),
                id.getDisplayName(TextStyle.FULL, Locale.ENGLISH), now.getOffset().getId().replace("Z", "+00:00"));
    }

    private ZoneId find(String zone) {
        if (zone.length() > 64) {
            throw unknown(zone.substring(0, 64) + "…");
        }
        String wanted = zone.replace(' ', '_');
        for (String known : zones) {
            if (known.equalsIgnoreCase(wanted)) {
                return ZoneId.of(known);
            }
        }
        String city = "/" + wanted.toLowerCase(Locale.ROOT);
        // the first in order, so that all instances answer alike
        return zones.stream().filter(known -> known.contains("/") && known.toLowerCase(Locale.ROOT).endsWith(city))
                .sorted().findFirst().map(ZoneId::of).orElseGet(() -> offset(zone));
    }

    private static ZoneId offset(String zone) {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw unknown(zone);
        }
    }

    private static IllegalArgumentException unknown(String zone) {
        return new IllegalArgumentException(
                "There is no time zone '%s'; write it like Europe/Berlin, Asia/Shanghai, UTC or +08:00".formatted(zone));
    }
}
