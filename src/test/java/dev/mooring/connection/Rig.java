package dev.mooring.connection;

import dev.mooring.connection.socket.McpConnectionComponent;
import dev.mooring.connection.socket.OwnedServers;
import dev.mooring.connection.socket.SocketClient;
import dev.mooring.connection.socket.StateSink;
import dev.mooring.connection.socket.Surroundings;
import dev.mooring.connection.socket.ThreadTimers;
import dev.mooring.connection.socket.Workers;
import dev.mooring.ownership.Grant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The whole package on a Camel of its own, with the shipped template, and without Redis unless a test brings it. */
final class Rig implements AutoCloseable {
    final Map<Long, String> addresses = new ConcurrentHashMap<>();
    final Map<Long, ConnectionState> states = new ConcurrentHashMap<>();
    final List<ConnectionState> history = new CopyOnWriteArrayList<>();
    final List<Long> givenUp = new CopyOnWriteArrayList<>();
    final List<Long> noticed = new CopyOnWriteArrayList<>();
    final AtomicBoolean gate = new AtomicBoolean(true);
    final MemoryStops stops = new MemoryStops();
    final AtomicReference<String> user = new AtomicReference<>();
    final CamelContext camel = new DefaultCamelContext();
    final ConnectionProperties properties;
    final Connections connections;
    final OwnedServers servers;
    private final SocketClient client;
    private final ThreadTimers timers = new ThreadTimers();
    private final Workers workers = new Workers();

    /** @param settings names and values as under {@code mooring.connection} */
    Rig(Processor mcpFrame, String... settings) throws Exception {
        this(mcpFrame, null, settings);
    }

    Rig(Processor mcpFrame, StateSink sink, String... settings) throws Exception {
        properties = bind("mooring.connection", ConnectionProperties.class, settings);
        ConnectionMonitorProperties monitor =
                bind("mooring.connection-monitor", ConnectionMonitorProperties.class, settings);
        client = new SocketClient(properties);
        StateSink states = sink != null ? sink : new MemoryStates();
        servers = new OwnedServers(new Surroundings(properties, monitor, id -> Optional.ofNullable(addresses.get(id)),
                client, timers, states, workers, givenUp::add, new Random()));
        camel.addComponent("mcp-connection", new McpConnectionComponent(servers));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:mcp-frame").routeId("mcp-frame").process(mcpFrame);
            }
        });
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(ResourceHelper.resolveResource(camel, "file:routes/server-connection.camel.yaml"));
        camel.start();
        HandStops handStops = new HandStops(servers, stops, user::get, timers, workers);
        connections = new Connections(servers, new ServerRoutes(() -> camel, handStops), states, properties, timers,
                workers, noticed::addAll, stops, handStops);
    }

    /** A route's step that answers with what came, {@code re:} before it. */
    static void echo(Exchange exchange) {
        exchange.getMessage().setBody("re:" + exchange.getIn().getBody(String.class));
    }

    static <T> T bind(String prefix, Class<T> type, String... settings) {
        Map<String, Object> values = new HashMap<>();
        for (String setting : settings) {
            values.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate(prefix, type);
    }

    Grant grant(long id, String name, boolean afterFault) {
        return new Grant(id, name, 4, "host:1:boot", gate::get, afterFault);
    }

    void own(long id, String address) {
        addresses.put(id, address);
        connections.granted(List.of(grant(id, "server " + id, false)));
    }

    ConnectionState.Status status(long id) {
        ConnectionState state = states.get(id);
        return state == null ? null : state.status();
    }

    @Override
    public void close() throws Exception {
        connections.close();
        camel.stop();
        client.close();
        timers.close();
        workers.close();
    }

    private final class MemoryStates implements StateSink {
        @Override
        public CompletableFuture<Void> put(Grant grant, ConnectionState state) {
            states.put(grant.serverId(), state);
            history.add(state);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> remove(Grant grant) {
            states.remove(grant.serverId());
            return CompletableFuture.completedFuture(null);
        }
    }

    /** What PostgreSQL keeps of stops, and a PostgreSQL that can be down. */
    static final class MemoryStops implements ServerStops {
        final Map<Long, String> noted = new ConcurrentHashMap<>();
        volatile boolean down;

        @Override
        public Map<Long, String> among(Collection<Long> serverIds) {
            answer();
            Map<Long, String> found = new HashMap<>(noted);
            found.keySet().retainAll(serverIds);
            return found;
        }

        @Override
        public void stopped(Grant grant, String by) {
            answer();
            noted.put(grant.serverId(), by);
        }

        @Override
        public void started(Grant grant) {
            answer();
            noted.remove(grant.serverId());
        }

        private void answer() {
            if (down) {
                throw new IllegalStateException("down");
            }
        }
    }
}
