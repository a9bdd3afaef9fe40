package dev.mooring.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docker-compose.yml, .env.example and the load balancer's configuration. */
class ComposeTest {

    private static final Path FILE = Path.of("docker-compose.yml");
    private static final Path BALANCER = Path.of("src/main/docker/haproxy.cfg");
    private static final String MONITORING = "docs/monitoring/";

    private final JsonNode compose = Yaml.documents(FILE).get(0);
    private final JsonNode services = compose.get("services");

    @Test
    void fitsTheSchemaOfTheComposeSpecification() throws Exception {
        ObjectNode specification = (ObjectNode) new ObjectMapper().readTree(ComposeTest.class.getResource("compose-spec.json"));
        specification.remove(List.of("$id", "$schema")); // the validator takes neither: no absolute URL, no known one
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(specification);
        assertThat(schema.validate(compose)).isEmpty();
        assertThat(schema.validate(compose.toString().replace("read_only", "readonly"), InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void everySecretMustBeSet_andHasNoDefault() {
        Set<String> required = new TreeSet<>();
        Matcher variable = Pattern.compile("(?<!\\$)\\$\\{(\\w+)([^}]*)}").matcher(Yaml.text(FILE));
        while (variable.find()) {
            assertThat(variable.group(2)).as(variable.group(1)).startsWith(":?");
            required.add(variable.group(1));
        }
        List<String> lines = Yaml.text(Path.of(".env.example")).lines().filter(line -> !line.startsWith("#")).toList();
        assertThat(lines).allMatch(line -> line.endsWith("="));
        assertThat(lines.stream().map(line -> line.replace("=", ""))).containsExactlyInAnyOrderElementsOf(required);
        services.forEach(service -> service.path("environment").fields().forEachRemaining(entry -> {
            if (entry.getKey().contains("PASSWORD") || entry.getKey().endsWith("_AUTH")) {
                assertThat(entry.getValue().asText()).as(entry.getKey()).startsWith("${");
            }
        }));
        assertThat(Yaml.text(Path.of(".gitignore")).lines()).contains(".env", "metrics-token");
    }

    @Test
    void everyVariableOfAnInstanceIsAKnownProperty() throws Exception {
        KnownProperties known = new KnownProperties();
        instances().forEach(name -> services.get(name).get("environment").fieldNames()
                .forEachRemaining(variable -> assertThat(known.has(variable)).as(variable).isTrue()));
        assertThat(known.has("SPRING_DATA_REDIS_PASSWROD")).isFalse();
    }

    @Test
    void everythingMountedIsThere() {
        List<String> missing = new ArrayList<>();
        services.forEach(service -> service.path("volumes").forEach(volume -> {
            String source = volume.asText().split(":")[0];
            if (!source.startsWith("./")) {
                assertThat(compose.get("volumes").has(source)).as(source).isTrue();
            } else if (!Files.exists(Path.of(source))
                    && !(source.startsWith("./" + MONITORING) && !Files.exists(Path.of(MONITORING)))) {
                missing.add(source);
            }
        }));
        assertThat(missing).isEmpty();
    }

    @Test
    void theBalancerKnowsAllInstances_byThePortTheyListenOn() {
        String port = Yaml.documents(Path.of("src/main/resources/application.yaml")).get(0).at("/server/port").asText();
        String balancer = Yaml.text(BALANCER);
        assertThat(instances()).hasSize(3);
        for (String backend : List.of("api", "streams", "console")) {
            Matcher section = Pattern.compile("(?s)backend " + backend + "\n(.*?)(\n\n|$)").matcher(balancer);
            assertThat(section.find()).as(backend).isTrue();
            for (String instance : instances()) {
                assertThat(section.group(1)).contains("server " + instance + " " + instance + ":" + port);
            }
        }
        String listens = balancer.replaceAll("(?s).*\n *bind :(\\d+)\n.*", "$1");
        assertThat(Yaml.strings(services.at("/balancer/ports"))).allMatch(each -> each.endsWith(":" + listens));
        assertThat(Yaml.text(Path.of("Dockerfile"))).contains("EXPOSE " + port);
    }

    @Test
    void instancesAreAloneOnTheirNetwork_readOnly_andHaveTimeToHandOver() {
        services.fields().forEachRemaining(service -> service.getValue().path("ports").forEach(port ->
                assertThat(port.asText()).as(service.getKey()).startsWith("127.0.0.1:")));
        for (String name : instances()) {
            JsonNode instance = services.get(name);
            assertThat(instance.has("ports")).isFalse();
            assertThat(instance.get("read_only").asBoolean()).isTrue();
            assertThat(Yaml.strings(instance.get("tmpfs"))).containsExactly("/tmp");
            assertThat(instance.get("stop_grace_period").asText()).isEqualTo("60s");
            assertThat(Yaml.strings(instance.at("/healthcheck/test"))).containsExactly("CMD", "./ready");
        }
    }

    @Test
    void redisNeverThrowsAwayWhatOwnershipNeeds() {
        assertThat(services.at("/redis/command").toString()).contains("--maxmemory-policy noeviction", "--appendonly yes");
    }

    private List<String> instances() {
        List<String> names = new ArrayList<>();
        services.fieldNames().forEachRemaining(name -> {
            if (name.startsWith("mooring-")) {
                names.add(name);
            }
        });
        return names;
    }
}
