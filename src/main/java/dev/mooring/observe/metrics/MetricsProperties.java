package dev.mooring.observe.metrics;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code mooring.metrics.*}: what is told at {@code /actuator/prometheus}.
 *
 * @param namedServices how many MCP services have a label of their own in the metrics of tool calls, in the order of their
 *     first calls; the others share one. 0 to 500
 */
@ConfigurationProperties(prefix = "mooring.metrics", ignoreUnknownFields = false)
public record MetricsProperties(@DefaultValue("20") int namedServices) {

    /** @throws IllegalArgumentException naming the value that is out of its range */
    public MetricsProperties {
        if (namedServices < 0 || namedServices > 500) {
            throw new IllegalArgumentException("mooring.metrics.named-services is %d; it must be between 0 and 500"
                    .formatted(namedServices));
        }
    }
}
