package dev.mooring.simulator;

import dev.mooring.embedded.DataFolder;
import dev.mooring.embedded.EmbeddedEnvironment;
import dev.mooring.embedded.FileLocks;
import dev.mooring.ownership.ClusterHints;
import dev.mooring.ownership.ServerLine;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Registers, once per data folder, an MCP server that points at the simulator, so that a newcomer sees the whole job
 * work; keeps its address right when the simulator had to take another port; and says what to try next.
 */
@Component
@ConditionalOnProperty(EmbeddedEnvironment.ACTIVE)
public class DemoServer {

    /** The demo server's name, as the first admin sees it. */
    public static final String NAME = "Demo (simulated XiaoZhi)";

    private static final Logger LOG = LoggerFactory.getLogger(DemoServer.class);
    private static final String DONE = "demo.done";

    private final JdbcTemplate database;
    private final ObjectProvider<ClusterHints> hints;
    private final Environment environment;
    private final DataFolder folder;

    DemoServer(JdbcTemplate database, ObjectProvider<ClusterHints> hints, Environment environment) {
        this.database = database;
        this.hints = hints;
        this.environment = environment;
        this.folder = DataFolder.open(environment.getRequiredProperty(EmbeddedEnvironment.DATA_DIR));
    }

    @EventListener(ApplicationReadyEvent.class)
    @Order // last: the first admin is made by whoever listens before
    void onReady() {
        if (environment.getProperty("mooring.simulator.enabled", Boolean.class, false)) {
            // two instances that start at once must not both register it
            try (FileChannel channel = FileLocks.open(folder.file("demo.lock"))) {
                FileLocks.lock(channel, false, Duration.ofSeconds(30));
                SimulatorProcess.port(folder).ifPresent(this::registerOrCorrect);
            } catch (IOException e) {
                LOG.warn("The demo server could not be registered: {}", e.getMessage());
            }
        }
        LOG.info("{}", new Welcome(environment, folder).text());
    }

    private void registerOrCorrect(int port) {
        String access = "ws://127.0.0.1:" + port + "/mcp/?token=";
        if (folder.read(DONE).isEmpty()) {
            List<Long> admins = database.queryForList(
                    "select id from app_user where role = 'ADMIN' order by id limit 1", Long.class);
            if (admins.isEmpty()) {
                return;
            }
            folder.write(DONE, "registered once; delete this file and all servers to have it again");
            Integer servers = database.queryForObject("select count(*) from mcp_server", Integer.class);
            if (servers != null && servers == 0) {
                register(admins.get(0), access + UUID.randomUUID());
            }
            return;
        }
        List<Long> moved = database.queryForList("""
                update mcp_server set address = ? || split_part(address, 'token=', 2), updated_at = now()
                where name = ? and address like 'ws://127.0.0.1:%/mcp/?token=%' and address not like ?
                returning id""", Long.class, access, NAME, access + "%");
        if (!moved.isEmpty()) {
            LOG.info("The simulated endpoint has moved to port {}: the demo server's address was changed", port);
            hints.ifAvailable(cluster -> {
                cluster.serversChanged(moved);
                cluster.reconnect(moved);
            });
        }
    }

    private void register(long admin, String address) {
        Long id = database.queryForObject("""
                with server as (
                    insert into mcp_server (user_id, name, address, description, enabled)
                    values (?, ?, ?, 'A simulated device; see simulator.log in the data folder', true)
                    returning id),
                binding as (
                    insert into mcp_binding (server_id, service_id)
                    select server.id, service.id from server, mcp_service service
                    where service.name = 'routes' and service.kind = 'ROUTES')
                select id from server""", Long.class, admin, NAME, address);
        if (id != null) {
            LOG.atInfo().addKeyValue(ServerLine.SERVER_ID, id).addKeyValue(ServerLine.SERVER_NAME, NAME)
                    .log("Registered and enabled the demo server {} \"{}\"", id, NAME);
            hints.ifAvailable(cluster -> cluster.serversChanged(Set.of(id)));
        }
    }
}
