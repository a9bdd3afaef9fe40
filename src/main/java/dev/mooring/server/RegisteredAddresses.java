package dev.mooring.server;

import dev.mooring.connection.ServerAddresses;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Addresses from the table {@code mcp_server}. */
@Component
final class RegisteredAddresses implements ServerAddresses {

    private final JdbcClient sql;

    RegisteredAddresses(JdbcClient sql) {
        this.sql = sql;
    }

    @Override
    public Optional<String> find(long serverId) {
        return sql.sql("select address from mcp_server where id = ? and enabled").param(serverId)
                .query(String.class).optional();
    }
}
