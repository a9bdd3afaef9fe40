package dev.mooring.config;

import dev.mooring.embedded.ShippedDefaults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Where the route files are: the folder {@code mooring.routes-dir} (default {@code routes}); where nobody named one and
 * it does not exist, the copies in the jar, so that the jar runs in an empty folder.
 */
public final class RoutesLocation implements EnvironmentPostProcessor, Ordered {

    /** The folder with the route files. */
    public static final String ROUTES_DIR = "mooring.routes-dir";

    private static final String PATTERN = "camel.main.routes-include-pattern";

    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 10;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        String configured = environment.getProperty(ROUTES_DIR);
        String folder = configured == null ? "routes" : configured;
        String prefix;
        if (Files.isDirectory(Path.of(folder))) {
            prefix = "file:" + folder;
        } else if (configured == null) {
            prefix = "classpath:routes";
        } else {
            throw new InvalidConfigurationException(ROUTES_DIR, configured, "is not a folder that can be read");
        }
        String pattern = prefix + "/*.camel.yaml";
        // Camel refuses to start over a folder that is not there
        if (prefix.startsWith("classpath:") || Files.isDirectory(Path.of(folder, "tools"))) {
            pattern += "," + prefix + "/tools/*.camel.yaml";
        }
        ShippedDefaults.refine(environment, "mooringRoutes", Map.of(PATTERN, pattern));
    }
}
