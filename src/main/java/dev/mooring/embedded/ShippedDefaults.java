package dev.mooring.embedded;

import java.util.Map;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/** The {@code application.yaml} inside the jar, as opposed to everything that a user has set. */
public final class ShippedDefaults {

    private ShippedDefaults() {
    }

    /** Whether a user has set the property: argument, environment variable, system property, file, anything. */
    public static boolean isOverridden(ConfigurableEnvironment environment, String property) {
        return environment.getPropertySources().stream()
                .filter(source -> !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source))
                .filter(source -> !isShipped(source))
                .anyMatch(source -> source.containsProperty(property));
    }

    /** Adds values that win over the shipped defaults and lose against everything that a user has set. */
    public static void refine(ConfigurableEnvironment environment, String name, Map<String, Object> values) {
        MutablePropertySources sources = environment.getPropertySources();
        MapPropertySource refined = new MapPropertySource(name, values);
        sources.stream().filter(ShippedDefaults::isShipped).findFirst()
                .ifPresentOrElse(shipped -> sources.addBefore(shipped.getName(), refined),
                        () -> sources.addLast(refined));
    }

    private static boolean isShipped(PropertySource<?> source) {
        return source.getName().contains("class path resource [application.");
    }
}
