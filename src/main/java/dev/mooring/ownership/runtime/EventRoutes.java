package dev.mooring.ownership.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.mooring.ownership.lease.Heart;
import dev.mooring.ownership.redis.RedisKeys;
import org.apache.camel.builder.RouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for the hints of all instances: whatever they say, the answer is to look now. */
final class EventRoutes extends RouteBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(EventRoutes.class);

    private final RedisKeys keys;
    private final Signal signal;
    private final Heart heart;

    EventRoutes(RedisKeys keys, Signal signal, Heart heart) {
        this.keys = keys;
        this.signal = signal;
        this.heart = heart;
    }

    @Override
    public void configure() {
        // host and port only name the endpoint: the listener container knows where Redis is
        from("spring-redis:redis:6379?command=SUBSCRIBE&channels=" + keys.events()
                + "&listenerContainer=#hintListenerContainer&redisTemplate=#stringRedisTemplate"
                + "&serializer=#hintSerializer")
                .routeId("cluster-events")
                .routeDescription("Wakes the reconciliation when another instance hints at a change")
                .process(exchange -> {
                    hear(exchange.getMessage().getBody(String.class));
                    signal.raise();
                });
    }

    /** Only what would otherwise wait for the next beat is taken at its word; anything else is looked up. */
    private void hear(String message) {
        try {
            ClusterEvents.Event event = InstanceIdentity.JSON.readValue(message, ClusterEvents.Event.class);
            boolean left = ClusterEvents.LEFT.equals(event.type());
            if (left || ClusterEvents.JOINED.equals(event.type())) {
                event.ids().forEach(id -> heart.noteLeft(String.valueOf(id), !left));
            }
        } catch (JsonProcessingException e) {
            LOG.debug("Not one of our hints: {}", e.getOriginalMessage());
        }
    }
}
