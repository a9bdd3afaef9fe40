package dev.mooring.routes;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Live reload of route files, {@code mooring.routes.*}.
 *
 * @param reloadInterval how often the folder of the route files is looked at for edits; 0 or more, 0 switches live reload off
 * @param linger how long a replaced route stays for the calls that are in it; longer than any tool may take; 0 or more
 */
@ConfigurationProperties("mooring.routes")
public record RoutesProperties(@DefaultValue("1s") Duration reloadInterval, @DefaultValue("5m") Duration linger) {

    /** @throws IllegalArgumentException naming the property that can't work, its value and what it must be */
    public RoutesProperties {
        if (reloadInterval.isNegative()) {
            throw new IllegalArgumentException("mooring.routes.reload-interval is " + reloadInterval
                    + ", but must not be negative; 0 switches live reload off");
        }
        if (linger.isNegative()) {
            throw new IllegalArgumentException("mooring.routes.linger is " + linger + ", but must not be negative");
        }
    }
}
