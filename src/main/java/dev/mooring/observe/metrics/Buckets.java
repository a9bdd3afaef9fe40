package dev.mooring.observe.metrics;

import java.time.Duration;
import java.util.stream.LongStream;

/** Upper bounds of histograms: few, because each is a series for each combination of labels. */
final class Buckets {

    private Buckets() {
    }

    static Duration[] millis(long... bounds) {
        return LongStream.of(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
