package dev.mooring.events;

import java.util.Map;

/**
 * One event.
 *
 * @param userId whose server it is about; null when it is about the cluster, which only an ADMIN hears of
 */
record Told(String type, Long userId, Map<String, Object> data) {
}
