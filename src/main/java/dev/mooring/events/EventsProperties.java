package dev.mooring.events;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits and timings of {@code GET /api/events}.
 *
 * @param maxStreams how many streams an instance serves; one more is answered with 503
 * @param maxStreamsPerUser how many streams a user may have open on one instance; one more is answered with 429
 * @param queue how many events may wait for a slow reader before its stream is closed with the reason {@code too-slow}
 * @param heartbeat how often a comment line is sent, so that proxies keep a quiet stream open; also how often each stream's
 *     token is looked at
 * @param refresh how often everything is read again while somebody listens: what a lost hint costs at most
 */
@ConfigurationProperties(prefix = "mooring.events", ignoreUnknownFields = false)
public record EventsProperties(
        @DefaultValue("5") int maxStreamsPerUser,
        @DefaultValue("500") int maxStreams,
        @DefaultValue("1000") int queue,
        @DefaultValue("15s") Duration heartbeat,
        @DefaultValue("15s") Duration refresh) {

    /** @throws IllegalArgumentException naming the value that makes no sense */
    public EventsProperties {
        atLeast("max-streams-per-user", maxStreamsPerUser, 0);
        atLeast("max-streams", maxStreams, 0);
        atLeast("queue", queue, 10);
        atLeastASecond("heartbeat", heartbeat);
        atLeastASecond("refresh", refresh);
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException("mooring.events." + name + "=" + value + " must be at least " + least);
        }
    }

    private static void atLeastASecond(String name, Duration value) {
        if (value.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("mooring.events." + name + "=" + value.toMillis() + "ms must be at least 1s");
        }
    }
}
