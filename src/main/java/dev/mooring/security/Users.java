package dev.mooring.security;

import dev.mooring.security.User.Role;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The table {@code app_user}. */
@Repository
public class Users {

    private static final RowMapper<User> ROW = (rs, n) -> new User(rs.getLong("id"), rs.getString("username"),
            rs.getString("password_hash"), Role.valueOf(rs.getString("role")),
            rs.getTimestamp("created_at").toInstant());

    /** What became of a deletion. */
    enum Deletion { DONE, NOT_FOUND, LAST_ADMIN, HAS_SERVERS, HAS_SERVICES }

    private final JdbcClient sql;
    private final TransactionTemplate transaction;

    public Users(JdbcClient sql, PlatformTransactionManager transactions) {
        this.sql = sql;
        this.transaction = new TransactionTemplate(transactions);
    }

    Optional<User> byId(long id) {
        return sql.sql("select * from app_user where id = ?").param(id).query(ROW).optional();
    }

    Optional<User> byName(String username) {
        return sql.sql("select * from app_user where username = ?").param(username).query(ROW).optional();
    }

    long count() {
        return sql.sql("select count(*) from app_user").query(Long.class).single();
    }

    List<User> page(int firstRow, int size) {
        return sql.sql("select * from app_user order by id limit ? offset ?").param(size).param(firstRow)
                .query(ROW).list();
    }

    /** Empty when the name is taken. */
    Optional<User> insert(String username, String passwordHash, Role role) {
        return sql.sql("""
                insert into app_user (username, password_hash, role) values (?, ?, ?)
                on conflict (username) do nothing returning *""")
                .param(username).param(passwordHash).param(role.name()).query(ROW).optional();
    }

    /** Creates the first admin, unless there is any user; of instances that try at the same time one succeeds. */
    boolean insertFirst(String username, String passwordHash) {
        return sql.sql("""
                insert into app_user (username, password_hash, role)
                select ?, ?, 'ADMIN' where not exists (select 1 from app_user)
                on conflict (username) do nothing""").param(username).param(passwordHash).update() == 1;
    }

    boolean setPasswordHash(long id, String passwordHash) {
        return sql.sql("update app_user set password_hash = ? where id = ?").param(passwordHash).param(id)
                .update() == 1;
    }

    Deletion delete(long id) {
        return transaction.execute(status -> deleteUnlessNeeded(id));
    }

    private Deletion deleteUnlessNeeded(long id) {
        // all admins are locked, so that two admins who delete each other cannot both succeed
        List<Long> admins = sql.sql("select id from app_user where role = 'ADMIN' order by id for update")
                .query(Long.class).list();
        if (admins.size() == 1 && admins.contains(id)) {
            return Deletion.LAST_ADMIN;
        }
        if (isReferredTo("mcp_server", id)) {
            return Deletion.HAS_SERVERS;
        }
        if (isReferredTo("mcp_service", id)) {
            return Deletion.HAS_SERVICES;
        }
        return sql.sql("delete from app_user where id = ?").param(id).update() == 1
                ? Deletion.DONE : Deletion.NOT_FOUND;
    }

    private boolean isReferredTo(String table, long id) {
        return sql.sql("select exists (select 1 from " + table + " where user_id = ?)").param(id)
                .query(Boolean.class).single();
    }
}
