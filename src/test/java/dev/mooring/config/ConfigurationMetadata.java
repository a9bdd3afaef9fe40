package dev.mooring.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.MooringApplication;
import dev.mooring.embedded.EmbeddedEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;

/**
 * What can be configured: the metadata that the configuration processor made of the properties' javadoc when the program was
 * compiled, what {@code additional-spring-configuration-metadata.json} adds to it for values that are looked up one by one,
 * and the libraries' metadata.
 */
final class ConfigurationMetadata {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "META-INF/spring-configuration-metadata.json";
    private static final Path ADDITIONAL =
            Path.of("src/main/resources/META-INF/additional-spring-configuration-metadata.json");

    /**
     * One property.
     *
     * @param type a Java class
     * @param defaultValue the one in effect, empty for none
     * @param embedded the one on embedded servers where it is another, else null
     */
    record Property(String name, String type, String defaultValue, String embedded, String description) {

        String environmentVariable() {
            return name.toUpperCase(java.util.Locale.ROOT).replace("-", "").replace('.', '_');
        }
    }

    private final Map<String, Property> own = new TreeMap<>();
    private final Map<String, JsonNode> libraries = new LinkedHashMap<>();
    private final Map<String, String> shipped = shippedDefaults();

    ConfigurationMetadata() {
        try {
            Path classes = Path.of(MooringApplication.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            Map<String, JsonNode> nodes = new TreeMap<>();
            properties(JSON.readTree(classes.resolve(FILE).toFile()), nodes);
            properties(JSON.readTree(ADDITIONAL.toFile()), nodes);
            nodes.forEach((name, node) -> own.put(name, property(name, node)));
            for (URL each : Collections.list(getClass().getClassLoader().getResources(FILE))) {
                try (InputStream metadata = each.openStream()) {
                    properties(JSON.readTree(metadata), libraries);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Mooring's own, by name. */
    Map<String, Property> own() {
        return own;
    }

    /** A property of Spring Boot, Camel or another library, with the default that Mooring ships; null if there is none. */
    Property ofLibrary(String name) {
        JsonNode node = libraries.get(name);
        return node == null ? null : property(name, node);
    }

    private Property property(String name, JsonNode node) {
        String value = shipped.getOrDefault(name, text(node.path("defaultValue")));
        Object embedded = EmbeddedEnvironment.DEFAULTS.get(name);
        return new Property(name, node.path("type").asText(), value,
                embedded == null || embedded.toString().equals(value) ? null : embedded.toString(),
                node.path("description").asText().replaceAll("\\{@(?:code|link)\\s+([^}]*)}", "`$1`").replaceAll("\\s+", " "));
    }

    private static String text(JsonNode value) {
        return value.isArray() ? String.join(",", JSON.convertValue(value, String[].class)) : value.asText("");
    }

    private static void properties(JsonNode metadata, Map<String, JsonNode> into) {
        metadata.path("properties").forEach(node -> into.merge(node.path("name").asText(), node,
                (old, next) -> next.has("description") ? next : old));
    }

    /** {@code application.yaml}, its placeholders resolved as where nothing is set. */
    private static Map<String, String> shippedDefaults() {
        Path file = Path.of("src/main/resources/application.yaml");
        StandardEnvironment nothing = new StandardEnvironment();
        nothing.getPropertySources().forEach(source -> nothing.getPropertySources().remove(source.getName()));
        Map<String, String> values = new LinkedHashMap<>();
        try {
            new YamlPropertySourceLoader().load("shipped", new FileSystemResource(file)).forEach(source -> {
                for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
                    values.put(name.replaceAll("\\[(\\d+)]", ""),
                            nothing.resolvePlaceholders(String.valueOf(source.getProperty(name))));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }

    /** A file of the project as text. */
    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
