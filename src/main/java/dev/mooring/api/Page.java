package dev.mooring.api;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param page counted from 0
 * @param total how many there are on all pages
 */
public record Page<T>(List<T> items, int page, int size, long total) {

    /** The largest page a caller may ask for. */
    public static final int MAX_SIZE = 200;

    static final int DEFAULT_SIZE = 50;

    /** So far that first row + size stays an int. */
    static final int MAX_PAGE = 1_000_000;

    /** The same page of other things. */
    public <R> Page<R> map(Function<? super T, ? extends R> mapping) {
        return new Page<>(items.stream().<R>map(mapping).toList(), page, size, total);
    }
}
