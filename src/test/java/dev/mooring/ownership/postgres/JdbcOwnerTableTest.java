package dev.mooring.ownership.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mooring.ownership.lock.Lock;
import dev.mooring.ownership.lock.OwnerRow;
import dev.mooring.ownership.lock.OwnerTable;
import dev.mooring.testbed.TestPostgres;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Ownership's conditional updates on a real PostgreSQL. */
class JdbcOwnerTableTest {

    private static DataSource dataSource;
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private final OwnerTable servers = JdbcOwnerTable.ofServers(jdbc,
            new TransactionTemplate(new DataSourceTransactionManager(dataSource)));

    @BeforeAll
    static void migrate() {
        dataSource = TestPostgres.shared().database().dataSource();
        Flyway.configure().dataSource(dataSource).load().migrate();
    }

    @BeforeEach
    void twoServers() {
        jdbc.execute("truncate mcp_server, app_user restart identity cascade");
        jdbc.execute("insert into app_user (username, password_hash, role) values ('u', 'x', 'USER')");
        jdbc.execute("insert into mcp_server (user_id, name, address, enabled) values (1, 'on', 'ws://h', true), (1, 'off', 'ws://h', false)");
    }

    @Test
    void rows_areTheEnabledOnesAndThoseNotYetReleased() {
        assertThat(servers.rows()).containsExactly(new OwnerRow("1", "on", true, 0, null, true, 0));
        servers.claim(servers.rows(), "a");
        jdbc.execute("update mcp_server set enabled = false");
        assertThat(servers.rows()).containsExactly(new OwnerRow("1", "on", false, 1, "a", false, 0));
    }

    @Test
    void ofTwoThatReadTheSame_oneClaims() {
        List<OwnerRow> read = servers.rows();
        assertThat(servers.claim(read, "a")).containsExactly("1");
        assertThat(servers.claim(read, "b")).isEmpty();
        assertThat(servers.rows().get(0).owner()).isEqualTo("a");
    }

    @Test
    void disabledMeanwhile_isNotClaimed() {
        List<OwnerRow> read = servers.rows();
        jdbc.execute("update mcp_server set enabled = false");
        assertThat(servers.claim(read, "a")).isEmpty();
    }

    @Test
    void release_comparesOwnerAndEpoch() {
        servers.claim(servers.rows(), "a");
        servers.claim(servers.rows(), "a"); // epoch 2, by the same instance
        servers.release(List.of(new Lock("1", "a", 1), new Lock("1", "b", 2)));
        assertThat(servers.rows().get(0).released()).isFalse();
        servers.release(List.of(new Lock("1", "a", 2)));
        assertThat(servers.rows().get(0).released()).isTrue();
    }

    @Test
    void releaseAll_isForOneInstance() {
        servers.claim(servers.rows(), "a");
        servers.releaseAll("b");
        assertThat(servers.rows().get(0).released()).isFalse();
        servers.releaseAll("a");
        assertThat(servers.rows().get(0).released()).isTrue();
    }

    @Test
    void claimersSideBySide_shareOutEachServerOnce() {
        jdbc.batchUpdate("insert into mcp_server (user_id, name, address, enabled) values (1, ?, 'ws://h', true)",
                IntStream.range(0, 200).mapToObj(i -> new Object[] {"s" + i}).toList());
        List<OwnerRow> read = servers.rows();
        List<CompletableFuture<Integer>> claims = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> servers.claim(read, "i" + i).size())).toList();
        assertThat(claims.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(201);
        assertThat(servers.rows()).allMatch(row -> row.epoch() == 1);
    }
}
