package dev.mooring.launch;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * The one place that says which auto-configurations are left out: those that Mooring replaces, and some ninety that the
 * starters bring and it does not need, because together they are felt at a start. The latter are of two kinds: for what is
 * not in use here, and those of Camel that do nothing but hand on properties of a kind, while nobody has set one of it.
 * Not by {@code spring.autoconfigure.exclude}: it knows no conditions, and setting it stays free for users.
 */
public final class UnusedAutoConfigurations implements AutoConfigurationImportFilter, EnvironmentAware {

    /** By name, whatever is set. */
    static final Set<String> UNUSED = Set.of(
            // no proxies: to look for annotations in every method of every bean is felt; transactions by TransactionTemplate
            "org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration",
            "org.springframework.boot.autoconfigure.aop.AopAutoConfiguration",
            "org.springframework.boot.autoconfigure.dao.PersistenceExceptionTranslationAutoConfiguration",
            // dev.mooring.observe.CamelHealth says it better
            "org.apache.camel.spring.boot.actuate.health.CamelHealthCheckAutoConfiguration",
            "org.apache.camel.spring.boot.actuate.health.CamelAvailabilityCheckAutoConfiguration",
            // dev.mooring.tracing has what it needs of OpenTelemetry, and only when it is wanted
            "org.springframework.boot.actuate.autoconfigure.opentelemetry.OpenTelemetryAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.logging.otlp.OtlpLoggingAutoConfiguration",
            // no reactive Redis, caches, scheduled tasks, Spring Data repositories, JTA, schema scripts
            "org.springframework.boot.autoconfigure.data.redis.RedisReactiveAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.data.redis.RedisReactiveHealthContributorAutoConfiguration",
            "org.springframework.boot.autoconfigure.cache.CacheAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.metrics.cache.CacheMetricsAutoConfiguration",
            "org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.scheduling.ScheduledTasksObservabilityAutoConfiguration",
            "org.springframework.boot.autoconfigure.data.web.SpringDataWebAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.metrics.data.RepositoryMetricsAutoConfiguration",
            "org.springframework.boot.autoconfigure.transaction.jta.JtaAutoConfiguration",
            "org.springframework.boot.autoconfigure.sql.init.SqlInitializationAutoConfiguration",
            // no HTTP client of Spring's, no WebSocket server, no second JSON library
            "org.springframework.boot.autoconfigure.http.client.HttpClientAutoConfiguration",
            "org.springframework.boot.autoconfigure.http.client.reactive.ClientHttpConnectorAutoConfiguration",
            "org.springframework.boot.autoconfigure.web.client.RestClientAutoConfiguration",
            "org.springframework.boot.autoconfigure.web.client.RestTemplateAutoConfiguration",
            "org.springframework.boot.autoconfigure.web.reactive.function.client.ClientHttpConnectorAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.observation.web.client.HttpClientObservationsAutoConfiguration",
            "org.springframework.boot.autoconfigure.websocket.servlet.WebSocketServletAutoConfiguration",
            "org.springframework.boot.autoconfigure.gson.GsonAutoConfiguration",
            // no info endpoint
            "org.springframework.boot.actuate.autoconfigure.info.InfoContributorAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.metrics.integration.IntegrationMetricsAutoConfiguration",
            "org.springframework.boot.autoconfigure.info.ProjectInfoAutoConfiguration");

    /** By Camel: the kind of properties, and the auto-configurations that hand them on. */
    static final Map<String, Pattern> WITH_PROPERTIES = Map.of(
            "camel.component", camel("component\\.(?!platform\\.).*Component(Auto|Timeout)?Con(figuration|verter)"),
            "camel.language", camel("language\\..*"),
            "camel.vault", camel("spring\\.boot\\.vault\\..*"),
            "camel.cloud", camel("spring\\.boot\\.cloud\\..*"),
            "camel.trace", camel("spring\\.boot\\.trace\\..*"));

    private Binder properties;

    @Override
    public void setEnvironment(Environment environment) {
        properties = Binder.get(environment);
    }

    @Override
    public boolean[] match(String[] names, AutoConfigurationMetadata metadata) {
        Set<String> unset = new HashSet<>(WITH_PROPERTIES.keySet());
        unset.removeIf(this::isSet);
        boolean[] used = new boolean[names.length];
        for (int i = 0; i < names.length; i++) {
            String name = names[i]; // null: left out already
            used[i] = name != null && !UNUSED.contains(name)
                    && unset.stream().noneMatch(kind -> WITH_PROPERTIES.get(kind).matcher(name).matches());
        }
        return used;
    }

    private boolean isSet(String kind) {
        return properties.bind(kind, Bindable.mapOf(String.class, Object.class)).isBound();
    }

    private static Pattern camel(String rest) {
        return Pattern.compile("org\\.apache\\.camel\\." + rest);
    }
}
