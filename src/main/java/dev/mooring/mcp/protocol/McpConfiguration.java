package dev.mooring.mcp.protocol;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.MooringApplication;
import dev.mooring.connection.Outbound;
import dev.mooring.connection.ReconnectNotice;
import dev.mooring.mcp.McpProperties;
import dev.mooring.mcp.ToolSync;
import dev.mooring.mcp.ToolsChanged;
import dev.mooring.mcp.backend.BackendProperties;
import dev.mooring.mcp.backend.ToolBackends;
import dev.mooring.mcp.calls.CallLog;
import dev.mooring.mcp.content.Capabilities;
import dev.mooring.mcp.content.Prompts;
import dev.mooring.mcp.content.Resources;
import dev.mooring.mcp.routetool.Calculator;
import dev.mooring.mcp.routetool.RouteToolRegistry;
import dev.mooring.mcp.routetool.WorldClock;
import dev.mooring.mcp.tools.JdbcRefreshTokens;
import dev.mooring.mcp.tools.PostgresToolSync;
import dev.mooring.mcp.tools.ServiceCalls;
import dev.mooring.mcp.tools.ServiceRows;
import dev.mooring.mcp.tools.SyncSchedule;
import dev.mooring.mcp.tools.ToolCatalog;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the bridge together. The beans' names are those by which the routes in {@code routes/} call them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({McpProperties.class, BackendProperties.class, ProtocolProperties.class})
public class McpConfiguration {

    private static final int QUERY_TIMEOUT_SECONDS = 5;
    /** No bean: it would take the place of the mapper that Spring Boot makes for everybody else. */
    private final ObjectMapper mapper = JsonRpc.mapper();

    /** Not a default candidate, so that Spring Boot still makes its own executor. Two threads per call, see RouteBackend. */
    @Bean(name = "mcpCallThreads", defaultCandidate = false, destroyMethod = "shutdownNow")
    ExecutorService mcpCallThreads(McpProperties properties) {
        return CallThreads.create(2 * properties.maxCalls() + 64);
    }

    @Bean
    RouteToolRegistry routeToolRegistry() {
        return new RouteToolRegistry();
    }

    @Bean
    ToolBackends toolBackends(RouteToolRegistry registry, @Qualifier("mcpCallThreads") ExecutorService threads,
                              BackendProperties properties, DataSource dataSource, PlatformTransactionManager transactions) {
        return new ToolBackends(registry, threads, mapper, properties,
                new JdbcRefreshTokens(jdbc(dataSource), new TransactionTemplate(transactions)));
    }

    @Bean
    ToolCatalog toolCatalog(DataSource dataSource, ToolBackends backends, RouteToolRegistry routes,
                            @Qualifier("mcpCallThreads") ExecutorService threads, McpProperties properties) {
        return new ToolCatalog(jdbc(dataSource), mapper, backends, routes, threads, properties);
    }

    /** XiaoZhi reads tools only when it connects, other clients when they are told: both, right before a reconnect. */
    @Bean
    ReconnectNotice toolsChangedNotice(ToolsListChanged told) {
        return told::tell;
    }

    @Bean
    PostgresToolSync toolSync(DataSource dataSource, PlatformTransactionManager transactions, ToolBackends backends,
                              ToolCatalog catalog, ToolsChanged toolsChanged, McpProperties properties) {
        return new PostgresToolSync(jdbc(dataSource), new TransactionTemplate(transactions), backends, catalog,
                toolsChanged, mapper, properties);
    }

    @Bean(initMethod = "start")
    SyncSchedule mcpSyncSchedule(DataSource dataSource, ToolBackends backends, ToolSync sync,
                                 @Qualifier("mcpCallThreads") ExecutorService threads, BackendProperties properties) {
        return new SyncSchedule(jdbc(dataSource), new ServiceRows(jdbc(dataSource), mapper), backends, sync, threads,
                properties.syncInterval());
    }

    @Bean
    ServiceCalls serviceCalls(DataSource dataSource, ToolBackends backends, McpProperties properties) {
        return new ServiceCalls(jdbc(dataSource), mapper, backends, properties);
    }

    @Bean
    Capabilities mcpCapabilities(ToolCatalog catalog, ToolBackends backends,
                                 @Qualifier("mcpCallThreads") ExecutorService threads) {
        return new Capabilities(catalog, backends, threads);
    }

    @Bean
    ContentRequests mcpContent(Capabilities capabilities, ToolBackends backends, McpProperties properties) {
        return new ContentRequests(new Prompts(capabilities, backends),
                new Resources(capabilities, backends, properties.pageSize()), backends);
    }

    @Bean
    Batches mcpBatches() {
        return new Batches(mapper);
    }

    @Bean
    McpProtocol mcpProtocol(McpProperties properties, Capabilities capabilities) {
        String version = MooringApplication.class.getPackage().getImplementationVersion();
        return new McpProtocol(mapper, version == null ? "development" : version, properties.toolTimeout(), capabilities);
    }

    @Bean
    ToolRequests mcpTools(ToolCatalog catalog, ToolBackends backends, McpProperties properties, ProtocolProperties limits,
                          ObjectProvider<CallLog> calls) {
        return new ToolRequests(catalog, backends, properties, limits, new ResultFit(mapper),
                calls.getIfAvailable(CallLog::off));
    }

    @Bean
    ToolsListChanged toolsListChanged(ObjectProvider<Outbound> ways) {
        return new ToolsListChanged(() -> ways.orderedStream().toList());
    }

    @Bean
    CallSlots mcpCallSlots(McpProperties properties) {
        return new CallSlots(properties);
    }

    @Bean
    Calculator calculator() {
        return new Calculator();
    }

    @Bean
    WorldClock worldClock() {
        return new WorldClock(Clock.systemDefaultZone());
    }

    private static JdbcTemplate jdbc(DataSource dataSource) {
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        jdbc.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
        return jdbc;
    }
}
