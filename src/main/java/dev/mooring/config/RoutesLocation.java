package dev.mooring.config;

import dev.mooring.embedded.ShippedDefaults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Where the route files are: the folder {@code mooring.routes-dir} (default {@code routes}); where nobody named one and
 * it does not exist, the copies in the jar, so that the jar runs in an empty folder.
 */
public final class RoutesLocation implements EnvironmentPostProcessor, Ordered {

    /** The folder with the route files. */
    public static final String ROUTES_DIR = "mooring.routes-dir";

    private static final String DEFAULT = "routes";
    private static final String PATTERN = "camel.main.routes-include-pattern";

    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 10;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        String configured = environment.getProperty(ROUTES_DIR);
        String folder = configured == null ? DEFAULT : configured;
        if (!Files.isDirectory(Path.of(folder)) && configured != null) {
            throw new InvalidConfigurationException(ROUTES_DIR, configured, "is not a folder that can be read");
        }
        ShippedDefaults.refine(environment, "mooringRoutes", Map.of(PATTERN, pattern(folder)));
    }

    /** The folder whose files are the routes; empty when they come out of the jar, or when a user has named them otherwise. */
    public static Optional<Path> folder(Environment environment) {
        Path folder = Path.of(environment.getProperty(ROUTES_DIR, DEFAULT));
        return Files.isDirectory(folder) && pattern(folder.toString()).equals(environment.getProperty(PATTERN))
                ? Optional.of(folder) : Optional.empty();
    }

    /** Tools in a folder are no business of Camel's start: a broken one must not keep the program from starting. */
    private static String pattern(String folder) {
        return Files.isDirectory(Path.of(folder)) ? "file:" + Path.of(folder) + "/*.camel.yaml"
                : "classpath:routes/*.camel.yaml,classpath:routes/tools/*.camel.yaml";
    }
}
