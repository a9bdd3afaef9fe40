package dev.mooring.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class SecurityPropertiesTest {

    @Configuration
    @EnableConfigurationProperties(SecurityProperties.class)
    static class Bound {
    }

    private final ApplicationContextRunner context = new ApplicationContextRunner().withUserConfiguration(Bound.class);

    @Test
    void defaults_leaveKeyAndPasswordToBeGenerated() {
        context.withPropertyValues("mooring.security.admin-password=", "mooring.security.jwt-secret=").run(started -> {
            SecurityProperties properties = started.getBean(SecurityProperties.class);
            assertThat(properties.adminPassword()).isNull();
            assertThat(properties.jwtSecret()).isNull();
            assertThat(properties.tokenLifetime()).isEqualTo(Duration.ofHours(12));
        });
    }

    @Test
    void shortSecretOrPassword_refusesToStart_withoutShowingIt() {
        for (String bad : new String[] {"jwt-secret=tooShort-but-secret", "admin-password=tooSho",
            "token-lifetime=0s", "token-lifetime=40d"}) {
            context.withPropertyValues("mooring.security." + bad).run(failed -> {
                assertThat(failed).hasFailed();
                assertThat(failed.getStartupFailure()).rootCause()
                        .hasMessageContaining("mooring.security." + bad.substring(0, bad.indexOf('=')))
                        .hasMessageNotContaining("tooSho");
            });
        }
    }

    @Test
    void passwords_areRefusedBelow8Characters_andAbove72Bytes() {
        assertThat(Passwords.refusal("12345678")).isNull();
        assertThat(Passwords.refusal("x".repeat(72))).isNull();
        assertThat(Passwords.refusal("1234567")).contains("8 characters");
        assertThat(Passwords.refusal("x".repeat(73))).contains("72 bytes");
        assertThat(Passwords.refusal("ü".repeat(37))).contains("72 bytes");
        assertThat(Passwords.refusal(Passwords.generate())).isNull();
        Passwords passwords = new Passwords();
        String hash = passwords.hash("x".repeat(72));
        assertThat(hash).startsWith("$2").contains("$12$");
        assertThat(passwords.matches("x".repeat(72), hash)).isTrue();
        assertThat(passwords.matches("x".repeat(73), hash)).isFalse();
        assertThat(passwords.matches("x", null)).isFalse();
        assertThatThrownBy(() -> passwords.hash("x".repeat(73))).isInstanceOf(IllegalArgumentException.class);
    }
}
