package dev.mooring.mcp.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.mcp.McpProperties;
import dev.mooring.mcp.ToolSync;
import dev.mooring.mcp.ToolsChanged;
import dev.mooring.mcp.backend.BackendFailure;
import dev.mooring.mcp.backend.BackendTool;
import dev.mooring.mcp.backend.McpService;
import dev.mooring.mcp.backend.ToolBackends;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Replaces a service's rows in {@code mcp_tool} by what its backend lists, in one transaction. */
public final class PostgresToolSync implements ToolSync {

    private static final Logger log = LoggerFactory.getLogger(PostgresToolSync.class);
    private static final int MAX_NAME = 200;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final ToolBackends backends;
    private final ToolCatalog catalog;
    private final ObjectMapper mapper;
    private final ServiceRows services;
    private final ToolsChanged toolsChanged;
    private final Duration timeout;

    public PostgresToolSync(JdbcTemplate jdbc, TransactionTemplate transactions, ToolBackends backends,
                            ToolCatalog catalog, ToolsChanged toolsChanged, ObjectMapper mapper,
                            McpProperties properties) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.backends = backends;
        this.catalog = catalog;
        this.mapper = mapper;
        this.services = new ServiceRows(jdbc, mapper);
        this.toolsChanged = toolsChanged;
        this.timeout = properties.toolTimeout();
    }

    /** @throws DataAccessException when PostgreSQL does not answer */
    @Override
    public Result sync(long serviceId) {
        Optional<McpService> found = services.find(serviceId);
        if (found.isEmpty()) {
            return new Result(0, "There is no service %d".formatted(serviceId));
        }
        McpService service = found.get();
        try {
            Map<String, BackendTool> tools = new LinkedHashMap<>();
            backends.of(service).tools(timeout).forEach(tool -> tools.putIfAbsent(checked(service, tool).name(), tool));
            if (service.kind() != McpService.Kind.ROUTES) {
                Boolean changed = transactions.execute(status -> store(service, tools.values().stream().toList()));
                log.debug("{}: {} tools read", service, tools.size());
                catalog.invalidateAll();
                if (Boolean.TRUE.equals(changed)) {
                    log.info("{}: it has other tools than before, {} now", service, tools.size());
                    toolsChanged.serviceChanged(serviceId);
                }
            }
            return new Result(tools.size(), null);
        } catch (BackendFailure e) {
            log.warn("{}: its tools cannot be read: {}", service, e.getMessage());
            jdbc.update("update mcp_service set sync_error = ? where id = ?", storable(e.getMessage()), serviceId);
            return new Result(stored(serviceId), e.getMessage());
        }
    }

    private static BackendTool checked(McpService service, BackendTool tool) {
        if (tool.name().length() > MAX_NAME || tool.name().indexOf('\0') >= 0) {
            throw new BackendFailure("The service '%s' lists a tool whose name is longer than %d characters or not text"
                    .formatted(service.name(), MAX_NAME));
        }
        return tool;
    }

    private int stored(long serviceId) {
        Integer count = jdbc.queryForObject("select count(*) from mcp_tool where service_id = ?", Integer.class, serviceId);
        return count == null ? 0 : count;
    }

    /** @return whether there is anything new */
    private boolean store(McpService service, List<BackendTool> tools) {
        // the row's lock lets two syncs of one service pass one after the other
        jdbc.queryForList("select id from mcp_service where id = ? for update", service.id());
        List<List<String>> before = jdbc.query("select name, description, input_schema, definition from mcp_tool "
                + "where service_id = ?", (row, n) -> row(row.getString(1), row.getString(2), row.getString(3),
                row.getString(4)), service.id());
        List<List<String>> now = tools.stream().map(tool -> row(tool.name(), storable(tool.description()),
                storable(json(service, tool, tool.inputSchema())), storable(json(service, tool, tool.definition())))).toList();
        jdbc.update("update mcp_service set synced_at = now(), sync_error = null where id = ?", service.id());
        if (now.size() == before.size() && Set.copyOf(now).equals(Set.copyOf(before))) {
            return false;
        }
        jdbc.update("delete from mcp_tool where service_id = ?", service.id());
        jdbc.batchUpdate("insert into mcp_tool (service_id, name, description, input_schema, definition) values (?, ?, ?, ?, ?)",
                now.stream().map(row -> new Object[] {service.id(), row.get(0), row.get(1), row.get(2), row.get(3)}).toList());
        return true;
    }

    private static List<String> row(String... columns) {
        return Collections.unmodifiableList(Arrays.asList(columns)); // a description may be null
    }

    private String json(McpService service, BackendTool tool, Object part) {
        try {
            return mapper.writeValueAsString(part);
        } catch (JsonProcessingException e) {
            throw new BackendFailure("The service '%s' lists the tool '%s' with something that is no JSON"
                    .formatted(service.name(), tool.name()), e);
        }
    }

    /** PostgreSQL has no text with the character 0 in it. */
    private static String storable(String text) {
        return text == null ? null : text.replace("\0", "");
    }
}
