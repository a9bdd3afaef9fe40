package dev.mooring.ownership.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.mooring.ownership.lease.Heart;
import dev.mooring.ownership.redis.RedisKeys;
import java.util.function.Consumer;
import org.apache.camel.builder.RouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for the hints of all instances: whatever they say, the answer is to look now. */
final class EventRoutes extends RouteBuilder {

    static final String ID = "cluster-events";

    private static final Logger LOG = LoggerFactory.getLogger(EventRoutes.class);

    private final RedisKeys keys;
    private final Signal signal;
    private final Heart heart;
    private final Consumer<ClusterEvents.Event> listeners;

    /** @param listeners told of each hint; must not block */
    EventRoutes(RedisKeys keys, Signal signal, Heart heart, Consumer<ClusterEvents.Event> listeners) {
        this.keys = keys;
        this.signal = signal;
        this.heart = heart;
        this.listeners = listeners;
    }

    @Override
    public void configure() {
        // host and port only name the endpoint: the listener container knows where Redis is
        from("spring-redis:redis:6379?command=SUBSCRIBE&channels=" + keys.events()
                + "&listenerContainer=#hintListenerContainer&redisTemplate=#stringRedisTemplate"
                + "&serializer=#hintSerializer")
                .routeId(ID)
                .autoStartup(false) // OwnershipRunner starts it, and tries again while Redis does not answer
                .routeDescription("Wakes the reconciliation when another instance hints at a change")
                .process(exchange -> {
                    if (hear(exchange.getMessage().getBody(String.class))) {
                        signal.raise();
                    }
                });
    }

    /**
     * Only what would otherwise wait for the next beat is taken at its word; anything else is looked up.
     *
     * @return whether there may be something to reconcile
     */
    private boolean hear(String message) {
        try {
            ClusterEvents.Event event = InstanceIdentity.JSON.readValue(message, ClusterEvents.Event.class);
            boolean left = ClusterEvents.LEFT.equals(event.type());
            if (left || ClusterEvents.JOINED.equals(event.type())) {
                event.ids().forEach(id -> heart.noteLeft(String.valueOf(id), !left));
            }
            if (event.type() != null && event.ids() != null) {
                listeners.accept(event);
            }
            return !ClusterEvents.CONNECTIONS.equals(event.type());
        } catch (JsonProcessingException e) {
            LOG.debug("Not one of our hints: {}", e.getOriginalMessage());
            return true;
        }
    }
}
