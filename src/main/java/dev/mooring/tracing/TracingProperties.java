package dev.mooring.tracing;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * OpenTelemetry traces of tool calls.
 *
 * @param endpoint where a collector takes OTLP over HTTP, such as {@code http://collector:4318/v1/traces}; empty: no traces
 * @param sampling the part of calls that is traced, 0 to 1
 * @param headers sent to the collector with each request, for one that wants a credential
 * @param timeout how long one request to the collector may take; what cannot be delivered is dropped
 */
@ConfigurationProperties(prefix = "mooring.tracing", ignoreUnknownFields = false)
public record TracingProperties(
        @DefaultValue("") String endpoint,
        @DefaultValue("1.0") double sampling,
        @DefaultValue Map<String, String> headers,
        @DefaultValue("10s") Duration timeout) {

    /** @throws IllegalArgumentException naming the value that makes no sense */
    public TracingProperties {
        if (!endpoint.isEmpty() && !isHttp(endpoint)) {
            throw new IllegalArgumentException("mooring.tracing.endpoint must be an http or https address such as "
                    + "http://collector:4318/v1/traces");
        }
        if (!(sampling >= 0 && sampling <= 1)) {
            throw new IllegalArgumentException("mooring.tracing.sampling=" + sampling + " must be between 0 and 1");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("mooring.tracing.timeout must be more than 0");
        }
    }

    private static boolean isHttp(String endpoint) {
        try {
            URI uri = URI.create(endpoint);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Without the headers, which may be credentials. */
    @Override
    public String toString() {
        return "TracingProperties[sampling=" + sampling + ", timeout=" + timeout + "]";
    }
}
