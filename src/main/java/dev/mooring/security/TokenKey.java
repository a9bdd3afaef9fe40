package dev.mooring.security;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The HS256 key of all instances: configured, or made by the first instance and read by the others. */
@Component
class TokenKey {

    private static final String NAME = "jwt-hs256";
    private static final int BYTES = 32;

    private final SecretKey key;

    TokenKey(SecurityProperties properties, JdbcClient sql) {
        byte[] bytes = properties.jwtSecret() == null ? Base64.getDecoder().decode(shared(sql))
                : properties.jwtSecret().getBytes(StandardCharsets.UTF_8);
        this.key = new SecretKeySpec(bytes, "HmacSHA256");
    }

    SecretKey key() {
        return key;
    }

    private static String shared(JdbcClient sql) {
        byte[] fresh = new byte[BYTES];
        new SecureRandom().nextBytes(fresh);
        // the loser of a race keeps the winner's value, which is why it is read back
        sql.sql("insert into shared_secret (name, value) values (?, ?) on conflict do nothing")
                .param(NAME).param(Base64.getEncoder().encodeToString(fresh)).update();
        return sql.sql("select value from shared_secret where name = ?").param(NAME).query(String.class).single();
    }
}
