package dev.mooring.config;

import dev.mooring.config.ConfigurationMetadata.Property;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Writes {@code docs/configuration.md}. Everything about {@code mooring.*} comes out of the metadata; only the chapters'
 * titles and the list of libraries' properties that users of Mooring need stand here.
 */
final class ConfigurationDoc {

    /** What follows {@code mooring.} up to the next dot, and the chapter it makes; others follow under their own names. */
    private static final Map<String, String> CHAPTERS = new LinkedHashMap<>();
    /** Units of numbers; all others are counts. */
    private static final Map<String, String> UNITS = Map.of("size", "bytes", "rate", "%", "port", "port");

    static {
        CHAPTERS.put("ownership", "Ownership: who owns which server");
        CHAPTERS.put("connection-monitor", "Stale detection and recovery");
        CHAPTERS.put("connection", "WebSockets");
        CHAPTERS.put("mcp", "MCP: calls, services, what callers are given");
        CHAPTERS.put("routes", "Route files");
        CHAPTERS.put("events", "Event streams");
        CHAPTERS.put("metrics", "Metrics");
        CHAPTERS.put("tracing", "Traces");
        CHAPTERS.put("security", "Users and tokens");
        CHAPTERS.put("redis", "Redis keys");
        CHAPTERS.put("instance-address", "The instance");
        CHAPTERS.put("embedded", "Embedded servers");
        CHAPTERS.put("simulator", "Simulated endpoint");
    }

    /** Libraries' properties that users of Mooring need, and what they are for here. */
    static final Map<String, String> LIBRARIES = new LinkedHashMap<>();

    static {
        LIBRARIES.put("server.port", "port of the REST interface, of `/mcp` and of `/actuator`; on embedded servers the next free "
                + "one from there, unless you set it; 0 for any free one");
        LIBRARIES.put("server.address", "address to listen on; empty: all of the machine's");
        LIBRARIES.put("spring.datasource.url", "your PostgreSQL, such as `jdbc:postgresql://db.example.com:5432/mooring`; empty "
                + "here and below `spring.data.redis`: embedded servers");
        LIBRARIES.put("spring.datasource.username", "its user, who owns the database's tables");
        LIBRARIES.put("spring.datasource.password", "that user's password");
        LIBRARIES.put("spring.datasource.hikari.maximum-pool-size", "connections to PostgreSQL per instance; ownership has three "
                + "more of its own");
        LIBRARIES.put("spring.data.redis.url", "your Redis, such as `redis://:password@redis.example.com:6379`; Sentinel, Cluster "
                + "and TLS: [redis.md](redis.md)");
        LIBRARIES.put("spring.lifecycle.timeout-per-shutdown-phase", "how long each phase of a stop by SIGTERM may take; connections "
                + "are handed over meanwhile");
        LIBRARIES.put("spring.threads.virtual.enabled", "virtual threads for requests, on Java 21 and newer");
        LIBRARIES.put("logging.level", "how much is logged, by package: `--logging.level.dev.mooring=debug`");
        LIBRARIES.put("logging.file.name", "a file to log to as well; it is rolled at 10 MB");
        LIBRARIES.put("logging.structured.format.console", "`ecs`, `logstash` or `gelf`: the log as JSON, a line per event");
        LIBRARIES.put("management.endpoints.web.exposure.include", "endpoints under `/actuator`, for ADMINs; the two health probes "
                + "answer everybody");
        LIBRARIES.put("camel.main.routes-include-pattern", "which route files are read; set by Mooring after `mooring.routes-dir`. "
                + "Setting it yourself switches live reload off");
    }

    private final ConfigurationMetadata metadata;
    private final StringBuilder page = new StringBuilder();

    ConfigurationDoc(ConfigurationMetadata metadata) {
        this.metadata = metadata;
    }

    String text() {
        page.append("""
                <!-- Written by ConfigurationDocTest from the properties' javadoc; edit that and run: %s -->
                # Configuration

                Give a property as an argument (`--mooring.ownership.beat=1s`), as an environment variable (the second name in
                each row: `MOORING_OWNERSHIP_BEAT=1s`) or in `config/application.yaml` beside the program; the first of these that
                has it wins. Restart to apply. A value out of its range is refused at start, in one sentence that names it.

                - **duration**: a number and a unit, `ms`, `s`, `m`, `h` or `d`
                - **list**: values separated by commas
                - **embedded**: the default where the program brings its own PostgreSQL and Redis

                All instances must have the same values, except for addresses, ports, folders and logging.
                """.formatted(ConfigurationDocTest.COMMAND));
        Map<String, List<Property>> chapters = new LinkedHashMap<>();
        CHAPTERS.values().forEach(title -> chapters.put(title, new ArrayList<>()));
        for (String name : new TreeSet<>(metadata.own().keySet())) {
            chapters.computeIfAbsent(chapter(name), title -> new ArrayList<>()).add(metadata.own().get(name));
        }
        chapters.forEach((title, properties) -> {
            if (!properties.isEmpty()) {
                table(title, properties);
            }
        });
        table("From Spring Boot and Camel", LIBRARIES.entrySet().stream().map(each -> {
            Property found = metadata.ofLibrary(each.getKey());
            return new Property(each.getKey(), found == null ? "" : found.type(),
                    found == null ? "" : found.defaultValue(), null, each.getValue());
        }).toList());
        page.append("\nMany more of their properties work; these are the ones that users of Mooring have needed.\n");
        return page.toString();
    }

    private static String chapter(String name) {
        String group = name.split("\\.").length > 2 ? name.split("\\.")[1] : name.substring("mooring.".length());
        String chapter = CHAPTERS.get(group.equals("routes-dir") ? "routes" : group);
        return chapter != null ? chapter : "`mooring." + group + "`";
    }

    private void table(String title, List<Property> properties) {
        page.append("\n## ").append(title).append("\n\n| property | default | type, unit | meaning |\n|---|---|---|---|\n");
        for (Property property : properties) {
            page.append("| `").append(property.name()).append("`<br>`")
                    .append(property.environmentVariable()).append("` | ").append(defaults(property)).append(" | ")
                    .append(type(property)).append(" | ").append(property.description().replace("|", "\\|")).append(" |\n");
        }
    }

    private static String defaults(Property property) {
        String value = shown(property.defaultValue());
        return property.embedded() == null ? value : value + "<br>embedded: " + shown(property.embedded());
    }

    private static String shown(String value) {
        return value.isEmpty() ? "none" : "`" + value.replace("|", "\\|") + "`";
    }

    private static String type(Property property) {
        String type = property.type().replaceAll("<.*", "");
        return switch (type.substring(type.lastIndexOf('.') + 1)) {
            case "Duration" -> "duration";
            case "Boolean" -> "`true`, `false`";
            case "Double", "Float" -> "number";
            case "Integer", "Long", "Short" -> UNITS.entrySet().stream()
                    .filter(unit -> property.name().endsWith(unit.getKey()) && !property.name().matches(".*(page|pool)-size"))
                    .map(Map.Entry::getValue).findFirst().orElse("count");
            case "DataSize" -> "size, such as `1MB`";
            case "List", "Set" -> "list";
            case "Path", "File", "Resource" -> "path";
            case "Map" -> "one for each name";
            default -> "text";
        };
    }
}
