package dev.mooring.config;

import dev.mooring.embedded.EmbeddedException;
import java.time.Duration;
import java.util.Locale;
import org.postgresql.util.PSQLException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Turns what stops the program from starting into one sentence: which value, and why. Secrets are not repeated. */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class ConfigurationFailureAnalyzer implements FailureAnalyzer {

    @Override
    public FailureAnalysis analyze(Throwable failure) {
        String sentence = sentence(failure);
        return sentence == null ? null : new FailureAnalysis(sentence, null, failure);
    }

    private static String sentence(Throwable failure) {
        InvalidConfigurationException invalid = find(failure, InvalidConfigurationException.class);
        if (invalid != null) {
            return invalid.getMessage();
        }
        EmbeddedException embedded = find(failure, EmbeddedException.class);
        if (embedded != null) {
            return embedded.getMessage();
        }
        BindException bind = find(failure, BindException.class);
        if (bind != null && bind.getName().toString().startsWith("mooring")) {
            return bindSentence(bind);
        }
        PSQLException postgres = find(failure, PSQLException.class);
        if (postgres != null && postgres.getSQLState() != null && (postgres.getSQLState().startsWith("08")
                || postgres.getSQLState().startsWith("28") || postgres.getSQLState().startsWith("3D"))) {
            return "spring.datasource.url: PostgreSQL cannot be used (" + oneLine(postgres.getMessage())
                    + "): start it, or correct the address, the user or the password.";
        }
        return null;
    }

    private static String bindSentence(BindException bind) {
        ConfigurationProperty property = bind.getProperty();
        if (property == null) {
            String reason = oneLine(root(bind).getMessage());
            return (reason.startsWith("mooring.") ? "" : bind.getName() + " is wrong: ") + reason + ".";
        }
        String named = property.getName() + "=" + shown(property);
        IllegalArgumentException ours = find(bind, IllegalArgumentException.class);
        Class<?> type = bind.getTarget().getType().resolve(Object.class);
        if (type == Duration.class) {
            return named + " is not a duration such as 500ms, 30s or 5m.";
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return named + " is not a whole number.";
        }
        if (type == boolean.class || type == Boolean.class) {
            return named + " is neither true nor false.";
        }
        return named + " is wrong: " + oneLine(ours == null ? root(bind).getMessage() : ours.getMessage()) + ".";
    }

    private static String shown(ConfigurationProperty property) {
        String name = property.getName().toString().toLowerCase(Locale.ROOT);
        boolean secret = name.contains("password") || name.contains("secret") || name.contains("token")
                || name.contains("key");
        return secret ? "******" : String.valueOf(property.getValue());
    }

    private static <T extends Throwable> T find(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }

    private static String oneLine(String message) {
        String line = String.valueOf(message).replaceAll("\\s+", " ").strip();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
