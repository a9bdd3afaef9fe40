package dev.mooring.security;

import dev.mooring.api.ApiException;
import dev.mooring.api.Fields;
import dev.mooring.api.Page;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Route step {@code apiTokens}: long-lived tokens for programs, such as MCP clients. A token has its user's rights until
 * it is deleted or its user is; it is told once, and only its hash is kept.
 */
@Component("apiTokens")
public class ApiTokens {

    static final String PREFIX = "mooring_";
    private static final int BYTES = 32;
    private static final int MOST = 50;

    /** The body of {@code POST /api/tokens}. */
    public record TokenInput(String name) {
    }

    /** A token that was just made. */
    public record NewToken(long id, String name, Instant createdAt, String token) {
        @Override
        public String toString() {
            return "NewToken[" + id + "]";
        }
    }

    /** A token as lists show it. */
    public record TokenView(long id, String name, Instant createdAt) {
    }

    private final JdbcClient sql;
    private final Users users;
    private final SecureRandom random = new SecureRandom();

    ApiTokens(JdbcClient sql, Users users) {
        this.sql = sql;
        this.users = users;
    }

    /** @throws ApiException 400, or 409 where the user has too many already */
    public NewToken create(@Body TokenInput input, @Variable("user") long user) {
        if (input == null) {
            throw ApiException.of(400, "The body must be a JSON object with name.");
        }
        Fields.check().name("name", input.name(), 200).throwIfRefused();
        if (count(user) >= MOST) {
            throw ApiException.of(409, "You have %d tokens; delete one first.".formatted(MOST));
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return sql.sql("insert into api_token (user_id, name, token_hash) values (?, ?, ?) returning id, created_at")
                .param(user).param(input.name()).param(hash(token)).query((row, n) -> new NewToken(row.getLong(1),
                        input.name(), row.getTimestamp(2).toInstant(), token)).single();
    }

    public Page<TokenView> page(@Variable("user") long user, @Variable("firstRow") int firstRow, @Variable("page") int page,
            @Variable("size") int size) {
        return new Page<>(sql.sql("select id, name, created_at from api_token where user_id = ? order by id limit ? offset ?")
                .param(user).param(size).param(firstRow).query((row, n) -> new TokenView(row.getLong(1), row.getString(2),
                        row.getTimestamp(3).toInstant())).list(), page, size, count(user));
    }

    /** @throws ApiException 404 for what is not the caller's, who may be an ADMIN though */
    public void delete(@Variable("id") long id, @Variable("user") long user, @Variable("admin") boolean admin) {
        if (sql.sql("delete from api_token where id = ? and (user_id = ? or ?)").param(id).param(user).param(admin)
                .update() == 0) {
            throw ApiException.notFound("token", id);
        }
    }

    /** Whose token it is. */
    Optional<User> user(String token) {
        return sql.sql("select user_id from api_token where token_hash = ?").param(hash(token)).query(Long.class).optional()
                .flatMap(users::byId);
    }

    private long count(long user) {
        return sql.sql("select count(*) from api_token where user_id = ?").param(user).query(Long.class).single();
    }

    /** Without salt: what is hashed is random enough. */
    static String hash(String token) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
