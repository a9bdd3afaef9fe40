package dev.mooring.security;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * {@code mooring.security.*}.
 *
 * @param adminPassword password of the first user, admin; only used while there is no user at all, so usually at the first
 *     start. Also read from MOORING_ADMIN_PASSWORD. Empty: one is generated and told once in the log
 * @param jwtSecret the key that signs the tokens of logins, 32 bytes or more, the same on all instances; another one ends all
 *     logins. Empty: the instances share a generated one, kept in PostgreSQL
 * @param tokenLifetime how long a login lasts, 1 s to 30 days
 */
@ConfigurationProperties("mooring.security")
public record SecurityProperties(@Name("admin-password") String adminPassword, @Name("jwt-secret") String jwtSecret,
        @Name("token-lifetime") @DefaultValue("12h") Duration tokenLifetime) {

    private static final int MIN_SECRET_BYTES = 32;

    public SecurityProperties {
        adminPassword = adminPassword == null || adminPassword.isEmpty() ? null : adminPassword;
        jwtSecret = jwtSecret == null || jwtSecret.isEmpty() ? null : jwtSecret;
        if (adminPassword != null && Passwords.refusal(adminPassword) != null) {
            throw new IllegalArgumentException("mooring.security.admin-password (MOORING_ADMIN_PASSWORD) "
                    + Passwords.refusal(adminPassword) + ".");
        }
        if (jwtSecret != null && jwtSecret.getBytes(StandardCharsets.UTF_8).length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException("mooring.security.jwt-secret must have at least " + MIN_SECRET_BYTES
                    + " bytes, or be unset so that the instances share a generated one.");
        }
        if (tokenLifetime.compareTo(Duration.ofSeconds(1)) < 0 || tokenLifetime.compareTo(Duration.ofDays(30)) > 0) {
            throw new IllegalArgumentException("mooring.security.token-lifetime must be from 1s to 30d, not "
                    + tokenLifetime + ".");
        }
    }

    @Override
    public String toString() {
        return "SecurityProperties[tokenLifetime=" + tokenLifetime + "]";
    }
}
