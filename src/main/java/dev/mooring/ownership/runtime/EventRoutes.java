package dev.mooring.ownership.runtime;

import dev.mooring.ownership.redis.RedisKeys;
import org.apache.camel.builder.RouteBuilder;

/** Listens for the hints of all instances: whatever they say, the answer is to look now. */
final class EventRoutes extends RouteBuilder {

    private final RedisKeys keys;
    private final Signal signal;

    EventRoutes(RedisKeys keys, Signal signal) {
        this.keys = keys;
        this.signal = signal;
    }

    @Override
    public void configure() {
        // host and port only name the endpoint: the listener container knows where Redis is
        from("spring-redis:redis:6379?command=SUBSCRIBE&channels=" + keys.events()
                + "&listenerContainer=#hintListenerContainer&redisTemplate=#stringRedisTemplate"
                + "&serializer=#hintSerializer")
                .routeId("cluster-events")
                .routeDescription("Wakes the reconciliation when another instance hints at a change")
                .process(exchange -> signal.raise());
    }
}
