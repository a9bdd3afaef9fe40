package dev.mooring.ownership.redis;

import io.lettuce.core.RedisException;
import java.util.List;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Turns a Redis that cannot be used at start into one sentence: which setting, without its secrets, and why. */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class RedisFailureAnalyzer extends AbstractFailureAnalyzer<RedisException> {

    private static final String REDIS = "spring.data.redis.";

    private final Environment environment;

    public RedisFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, RedisException cause) {
        return new FailureAnalysis(setting() + ": Redis cannot be used (" + RedisFault.describe(cause)
                + "): start it, or correct the address, the user or the password.", null, rootFailure);
    }

    /** The one that counts when several are there: the order is Spring Boot's. */
    private String setting() {
        for (String nodes : List.of("sentinel.nodes", "cluster.nodes")) {
            List<String> named = Binder.get(environment).bind(REDIS + nodes, Bindable.listOf(String.class))
                    .orElse(List.of());
            if (!named.isEmpty()) {
                return REDIS + nodes + "=" + String.join(",", named);
            }
        }
        String url = environment.getProperty(REDIS + "url");
        if (url != null) {
            return REDIS + "url=" + RedisFault.masked(url);
        }
        return REDIS + "host=" + environment.getProperty(REDIS + "host", "localhost") + ", " + REDIS + "port="
                + environment.getProperty(REDIS + "port", "6379");
    }
}
