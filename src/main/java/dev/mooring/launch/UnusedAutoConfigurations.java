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
 * Leaves out what the starters bring and Mooring does not need, because some ninety of them together are felt at
 * a start. Two kinds: those of Spring Boot for what is not in use here, and those of Camel that do nothing but hand on
 * properties of a kind, while nobody has set one of that kind.
 */
public final class UnusedAutoConfigurations implements AutoConfigurationImportFilter, EnvironmentAware {

    /** By Spring Boot, below {@link #BOOT}. */
    static final Set<String> UNUSED = Set.of(
            // no reactive Redis, caches, scheduled tasks, Spring Data repositories, JTA, schema scripts
            "autoconfigure.data.redis.RedisReactiveAutoConfiguration",
            "actuate.autoconfigure.data.redis.RedisReactiveHealthContributorAutoConfiguration",
            "autoconfigure.cache.CacheAutoConfiguration",
            "actuate.autoconfigure.metrics.cache.CacheMetricsAutoConfiguration",
            "autoconfigure.task.TaskSchedulingAutoConfiguration",
            "actuate.autoconfigure.scheduling.ScheduledTasksObservabilityAutoConfiguration",
            "autoconfigure.data.web.SpringDataWebAutoConfiguration",
            "actuate.autoconfigure.metrics.data.RepositoryMetricsAutoConfiguration",
            "autoconfigure.transaction.jta.JtaAutoConfiguration",
            "autoconfigure.sql.init.SqlInitializationAutoConfiguration",
            // no HTTP client of Spring's, no WebSocket server, no second JSON library
            "autoconfigure.http.client.HttpClientAutoConfiguration",
            "autoconfigure.http.client.reactive.ClientHttpConnectorAutoConfiguration",
            "autoconfigure.web.client.RestClientAutoConfiguration",
            "autoconfigure.web.client.RestTemplateAutoConfiguration",
            "autoconfigure.web.reactive.function.client.ClientHttpConnectorAutoConfiguration",
            "actuate.autoconfigure.observation.web.client.HttpClientObservationsAutoConfiguration",
            "autoconfigure.websocket.servlet.WebSocketServletAutoConfiguration",
            "autoconfigure.gson.GsonAutoConfiguration",
            // no info endpoint
            "actuate.autoconfigure.info.InfoContributorAutoConfiguration",
            "actuate.autoconfigure.metrics.integration.IntegrationMetricsAutoConfiguration",
            "autoconfigure.info.ProjectInfoAutoConfiguration");

    static final String BOOT = "org.springframework.boot.";

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
            used[i] = name != null && !(name.startsWith(BOOT) && UNUSED.contains(name.substring(BOOT.length())))
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
