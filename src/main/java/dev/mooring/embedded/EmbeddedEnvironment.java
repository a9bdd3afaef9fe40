package dev.mooring.embedded;

import dev.mooring.config.InvalidConfigurationException;
import dev.mooring.simulator.SimulatorProcess;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.logging.Log;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Decides at start whether the program brings its own servers: it does when neither PostgreSQL nor Redis is configured,
 * by whatever means, and {@code mooring.embedded.enabled} is not false. What it then sets ranks above the shipped
 * {@code application.yaml} and below everything that a user can set.
 */
public final class EmbeddedEnvironment implements EnvironmentPostProcessor, Ordered {

    /** Whether this process runs on embedded servers; set by the program, not by users. */
    public static final String ACTIVE = "mooring.embedded.active";
    /** Where the embedded servers keep their data. */
    public static final String DATA_DIR = "mooring.embedded.data-dir";

    /** The defaults that are others than without embedded servers: shorter, because somebody is watching. */
    public static final Map<String, Object> DEFAULTS = Map.of(
            "mooring.simulator.enabled", true,
            "mooring.connection-monitor.check-interval", "15s",
            "mooring.connection-monitor.heartbeat-timeout", "45s",
            "mooring.connection-monitor.reconnect-cooldown", "30s",
            "mooring.connection.heartbeat-interval", "15s");

    private static final String POSTGRES = "spring.datasource.url";
    private static final String REDIS = "spring.data.redis";
    /** What says where a Redis is, or who may use it; nobody who sets one of these means the embedded one. */
    private static final List<String> REDIS_SETTINGS =
            List.of("url", "host", "port", "username", "password", "ssl", "sentinel", "cluster");

    private static final List<String> ADDRESSES = List.of(POSTGRES, REDIS + ".url", REDIS + ".host");

    private final Log log;

    public EmbeddedEnvironment(DeferredLogFactory logs) {
        this.log = logs.getLog(EmbeddedEnvironment.class);
    }

    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 20;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (!environment.getProperty("mooring.embedded.enabled", Boolean.class, true)) {
            return;
        }
        boolean postgres = isSet(environment, POSTGRES);
        List<String> redisSettings = REDIS_SETTINGS.stream().map(name -> REDIS + "." + name)
                .filter(name -> isSet(environment, name)).toList();
        boolean redis = !redisSettings.isEmpty();
        if (postgres && redis) {
            return;
        }
        if (postgres || redis) {
            throw new InvalidConfigurationException(postgres ? "spring.data.redis.url" : "spring.datasource.url", null,
                    "is not set while " + (postgres ? "spring.datasource.url" : redisSettings.get(0))
                            + " is: set both to use your own servers, or neither to use the embedded ones");
        }
        embed(environment);
    }

    private void embed(ConfigurableEnvironment environment) {
        DataFolder folder = DataFolder.open(environment.getProperty(DATA_DIR, "./data"));
        boolean simulator = environment.getProperty("mooring.simulator.enabled", Boolean.class, true);
        EmbeddedServers servers = EmbeddedServers.join(folder,
                each -> simulator ? List.of(SimulatorProcess.of(each, environment)) : List.of(), log::info);
        // handlers run after the contexts have closed: leaving the cluster needs the servers until the very end
        SpringApplication.getShutdownHandlers().add(servers::leave);

        Map<String, Object> values = new LinkedHashMap<>();
        values.put(ACTIVE, true);
        values.put(DATA_DIR, folder.root().toString());
        values.put("spring.datasource.url", servers.datasourceUrl());
        values.put("spring.datasource.username", servers.datasourceUser());
        values.put("spring.datasource.password", servers.datasourcePassword());
        values.put("spring.data.redis.url", servers.redisUrl());
        values.putAll(DEFAULTS);
        if (!ShippedDefaults.isOverridden(environment, "server.port")) {
            values.put("server.port", HttpPort.choose(servers));
        }
        ShippedDefaults.refine(environment, "mooringEmbedded", values);
    }

    /** Whether the property, or anything below it, has been given a value by whatever means. */
    private static boolean isSet(ConfigurableEnvironment environment, String name) {
        String value = environment.getProperty(name);
        if (value != null && value.isBlank() && ADDRESSES.contains(name)) {
            throw new InvalidConfigurationException(name, value,
                    "is set but empty: give it an address, or remove it to use the embedded servers");
        }
        return value != null && !value.isBlank() || Binder.get(environment)
                .bind(name, Bindable.mapOf(String.class, Object.class)).map(below -> !below.isEmpty()).orElse(false);
    }
}
