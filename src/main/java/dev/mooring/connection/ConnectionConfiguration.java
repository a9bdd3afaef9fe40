package dev.mooring.connection;

import dev.mooring.connection.socket.Dialer;
import dev.mooring.connection.socket.McpConnectionComponent;
import dev.mooring.connection.socket.OwnedServers;
import dev.mooring.connection.socket.SocketClient;
import dev.mooring.connection.socket.Surroundings;
import dev.mooring.connection.socket.ThreadTimers;
import dev.mooring.connection.socket.Workers;
import dev.mooring.connection.state.ConnectionKeys;
import dev.mooring.connection.state.RedisStates;
import dev.mooring.connection.state.StaleDetection;
import dev.mooring.connection.state.StateWriter;
import dev.mooring.ownership.ClusterHints;
import dev.mooring.ownership.OwnershipControl;
import java.security.SecureRandom;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Puts the package together. Ownership drives it and is asked by it, so the asking goes through a provider. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ConnectionProperties.class, ConnectionMonitorProperties.class})
class ConnectionConfiguration {
    private static final Duration REDIS_TIMEOUT = Duration.ofSeconds(2);

    @Bean
    RedisStates connectionStates(RedisConnectionFactory factory, @Value("${mooring.redis.key-prefix:}") String prefix) {
        return new RedisStates(factory, new ConnectionKeys(prefix), REDIS_TIMEOUT);
    }

    @Bean(destroyMethod = "close")
    StateWriter connectionStateWriter(RedisStates states, ConnectionMonitorProperties monitor,
            ClusterHints hints) {
        return new StateWriter(states, monitor.heartbeatTimeout(), hints::connectionsChanged);
    }

    @Bean(destroyMethod = "close")
    SocketClient socketClient(ConnectionProperties properties) {
        return new SocketClient(properties);
    }

    @Bean(destroyMethod = "close")
    ThreadTimers connectionTimers() {
        return new ThreadTimers();
    }

    @Bean(destroyMethod = "close")
    Workers connectionWorkers() {
        return new Workers();
    }

    @Bean
    OwnedServers ownedServers(ConnectionProperties properties, ConnectionMonitorProperties monitor,
            ObjectProvider<ServerAddresses> addresses, Dialer dialer, ThreadTimers timers, StateWriter states,
            Workers workers, ObjectProvider<OwnershipControl> ownership, ObjectProvider<ConnectionListener> listener) {
        monitor.checkAgainst(properties);
        return new OwnedServers(new Surroundings(properties, monitor, id -> addresses.getObject().find(id), dialer,
                timers, states, workers, id -> ownership.ifAvailable(one -> one.giveUp(id)),
                new SecureRandom(), listener.getIfUnique(() -> ConnectionListener.NONE)));
    }

    @Bean("mcp-connection")
    McpConnectionComponent mcpConnectionComponent(OwnedServers servers) {
        return new McpConnectionComponent(servers);
    }

    @Bean
    HandStops handStops(OwnedServers servers, ServerStops stops, ThreadTimers timers, Workers workers) {
        return new HandStops(servers, stops, () -> {
            Authentication caller = SecurityContextHolder.getContext().getAuthentication();
            return caller == null ? null : caller.getName();
        }, timers, workers);
    }

    @Bean(destroyMethod = "close")
    ServerRoutes serverRoutes(ObjectProvider<CamelContext> camel, HandStops handStops) {
        return new ServerRoutes(camel::getObject, handStops);
    }

    @Bean(destroyMethod = "close")
    Connections ownedConnections(OwnedServers servers, ServerRoutes routes, StateWriter states,
            ConnectionProperties properties, ThreadTimers timers, Workers workers,
            ObjectProvider<ReconnectNotice> notices, ServerStops stops, HandStops handStops) {
        return new Connections(servers, routes, states, properties, timers, workers,
                serverIds -> notices.forEach(notice -> notice.beforeReconnect(serverIds)), stops, handStops);
    }

    @Bean
    Heartbeat connectionHeartbeat(OwnedServers servers) {
        return new Heartbeat(servers);
    }

    @Bean
    StaleDetection staleDetection(RedisStates states, JdbcTemplate jdbc, ClusterHints hints,
            ConnectionMonitorProperties monitor) {
        return new StaleDetection(states,
                () -> jdbc.queryForList("select id from mcp_server where enabled", Long.class), hints,
                monitor.heartbeatTimeout());
    }
}
