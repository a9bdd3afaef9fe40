package dev.mooring.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.api.EventStream;
import dev.mooring.ownership.ClusterView.Member;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** How events look on the wire. Each data is a JSON object that names its own type. For one thread. */
final class EventTexts {

    static final String COMMENT = ": still here\n\n";
    private static final int SERVERS_PER_SNAPSHOT = 500;
    private static final int RETRY_MILLIS = 2000;

    private final ObjectMapper json = new ObjectMapper();
    private final String boot = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    private long last;

    String event(Told told) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", told.type());
        data.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        data.putAll(told.data());
        return text(told.type(), data);
    }

    /**
     * How everything is now, in as many events as it takes; the last one says so.
     *
     * @param members null for who must not know
     */
    String snapshot(List<ServerPicture> servers, Collection<Member> members) {
        // readers that were all sent away at once do not come back at once
        StringBuilder text = new StringBuilder("retry: " + (RETRY_MILLIS + ThreadLocalRandom.current().nextInt(RETRY_MILLIS))
                + "\n\n");
        int from = 0;
        do {
            int to = Math.min(from + SERVERS_PER_SNAPSHOT, servers.size());
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("type", "snapshot");
            data.put("servers", servers.subList(from, to).stream().map(ServerPicture::shown).toList());
            if (members != null && from == 0) {
                data.put("instances", members.stream().map(Differences::shown).toList());
            }
            data.put("last", to == servers.size());
            text.append(text("snapshot", data));
            from = to;
        } while (from < servers.size());
        return text.toString();
    }

    String end(String reason, String detail) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", "end");
        data.put("reason", reason);
        data.put("detail", detail);
        return text("end", data);
    }

    private String text(String type, Map<String, Object> data) {
        try {
            return EventStream.text(boot + "-" + ++last, type, json.writeValueAsString(data));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event can't be written as JSON", e);
        }
    }
}
