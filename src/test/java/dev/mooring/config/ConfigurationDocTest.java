package dev.mooring.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mooring.config.ConfigurationMetadata.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** {@code docs/configuration.md} says what is so, and all of it. */
class ConfigurationDocTest {

    /** Writes the page anew. */
    static final String COMMAND = "mvn test -Dtest=ConfigurationDocTest -Ddocs.write=true";

    private static final Path PAGE = Path.of("docs/configuration.md");
    /** What looks like a property and is none: set by the program, or a place in the file of an export. */
    private static final Set<String> NO_PROPERTIES = Set.of("mooring.embedded.active", "mooring.servers", "mooring.version",
            "mooring.json", "mooring.jar", "mooring.yaml");
    private static final Pattern NAME = Pattern.compile("(?<![\\w.@/-])mooring(?:\\.[a-z][a-z0-9]*(?:-[a-z0-9]+)*)+");
    private static final Pattern TELEMETRY = Pattern.compile("(?i)io\\.micrometer|opentelemetry|otlp");
    private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\\n]|\\\\.)*\"");

    private final ConfigurationMetadata metadata = new ConfigurationMetadata();

    @Test
    void page_isWhatTheMetadataSays() throws IOException {
        String text = new ConfigurationDoc(metadata).text();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, text);
        }
        String page = Files.exists(PAGE) ? ConfigurationMetadata.read(PAGE) : "";
        List<String> missing = text.lines().filter(line -> !page.lines().toList().contains(line)).limit(5).toList();
        assertThat(page.equals(text)).as("docs/configuration.md is out of date. Write it anew with: " + COMMAND
                + "\nMissing, for example: " + String.join("\n", missing)).isTrue();
    }

    @Test
    void everyPropertyInCodeAndRoutes_hasMetadata() throws IOException {
        Map<String, String> unknown = new TreeMap<>();
        Set<Path> files = new TreeSet<>();
        for (String folder : new String[] {"src/main/java", "src/main/resources", "routes"}) {
            try (Stream<Path> found = Files.walk(Path.of(folder))) {
                found.filter(Files::isRegularFile).filter(file -> !file.toString().endsWith(".json")).forEach(files::add);
            }
        }
        for (Path file : files) {
            String text = ConfigurationMetadata.read(file);
            boolean java = file.toString().endsWith(".java");
            if (java && TELEMETRY.matcher(text).find()) {
                continue; // its names are those of metrics and of traces' attributes
            }
            names(java ? LITERAL.matcher(text).results().map(found -> found.group()).collect(Collectors.joining("\n")) : text)
                    .filter(name -> !isKnown(name)).forEach(name -> unknown.put(name, file.toString()));
        }
        assertThat(unknown).as("properties without metadata: bind them in a @ConfigurationProperties record, or tell of them in"
                + " additional-spring-configuration-metadata.json").isEmpty();
    }

    @Test
    void everyPropertyInThePages_isThere() throws IOException {
        Map<String, String> unknown = new TreeMap<>();
        try (Stream<Path> pages = Stream.concat(Stream.of(Path.of("README.md"), Path.of("README.zh-CN.md")),
                Files.list(Path.of("docs")).filter(file -> file.toString().endsWith(".md")))) {
            pages.forEach(page -> Pattern.compile("`[^`\n]+`").matcher(ConfigurationMetadata.read(page)).results()
                    .flatMap(code -> names(code.group())).filter(name -> !isKnown(name) && !isMetric(page, name))
                    .forEach(name -> unknown.put(name, page.toString())));
        }
        assertThat(unknown).as("properties that are documented and do not exist").isEmpty();
    }

    @Test
    void defaultsInTheReadmes_areTheOnesInEffect() {
        for (String readme : new String[] {"README.md", "README.zh-CN.md"}) {
            Matcher row = Pattern.compile("(?m)^\\| `([a-z.-]+)` \\| ([^|]*?) \\|").matcher(ConfigurationMetadata.read(Path.of(readme)));
            while (row.find()) {
                Property property = metadata.own().get(row.group(1));
                String told = row.group(2).replace("`", "").split("[ (（]")[0];
                if (property != null && told.matches("\\d+[a-z]*|true|false") && !told.equals(property.embedded())) {
                    assertThat(told).as("the default of " + row.group(1) + " in " + readme).isEqualTo(property.defaultValue());
                }
            }
        }
    }

    @Test
    void everyProperty_canBeGivenByItsEnvironmentVariable() {
        Stream.concat(metadata.own().values().stream(),
                ConfigurationDoc.LIBRARIES.keySet().stream().map(metadata::ofLibrary)
                        .filter(property -> !property.type().startsWith("java.util.Map"))).forEach(property -> {
            StandardEnvironment environment = new StandardEnvironment();
            environment.getPropertySources().addFirst(new SystemEnvironmentPropertySource("systemEnvironment",
                    Map.of(property.environmentVariable(), "given")));
            ConfigurationPropertySources.attach(environment);
            assertThat(environment.getProperty(property.name())).as(property.environmentVariable()).isEqualTo("given");
        });
    }

    @Test
    void everyDescription_saysSomethingOfItsOwn() {
        metadata.own().values().forEach(property -> {
            assertThat(property.description()).as("the meaning of " + property.name() + " (its javadoc)").hasSizeGreaterThan(15);
            // the processor takes "@param maxCallsPerX ..." for that of maxCalls where it comes first
            assertThat(metadata.own().values()).as("the meaning of " + property.name() + " is that of another property; tell of "
                    + "the one with the shorter name first in the javadoc").noneMatch(other -> other != property
                    && property.description().endsWith(other.description()));
        });
    }

    @Test
    void librariesProperties_areTheirs() {
        assertThat(ConfigurationDoc.LIBRARIES.keySet()).allMatch(name -> metadata.ofLibrary(name) != null);
    }

    private static Stream<String> names(String text) {
        return NAME.matcher(text).results().map(found -> found.group());
    }

    /** Whether there is such a property, or some below it. */
    private boolean isKnown(String name) {
        return metadata.own().containsKey(name) || NO_PROPERTIES.contains(name)
                || metadata.own().keySet().stream().anyMatch(each -> each.startsWith(name + "."));
    }

    private static boolean isMetric(Path page, String name) {
        return page.endsWith("metrics.md") || name.startsWith("mooring.metrics");
    }
}
