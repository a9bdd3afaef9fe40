package dev.mooring.observe.metrics;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Values of labels: the names of an enum in lower case, so that they are few and known. */
final class Labels {

    private Labels() {
    }

    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** One meter for each value of an enum, made now, so that all of them show with a zero from the start. */
    static <E extends Enum<E>, M> Map<E, M> each(Class<E> values, Function<String, M> meter) {
        Map<E, M> meters = new EnumMap<>(values);
        for (E value : values.getEnumConstants()) {
            meters.put(value, meter.apply(of(value)));
        }
        return meters;
    }
}
