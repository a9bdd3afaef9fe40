package dev.mooring.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manifests in docs/kubernetes, against the models that are generated of Kubernetes' own OpenAPI document. */
class KubernetesTest {

    private static final String MODELS = "io.kubernetes.client.openapi.models.V1";

    private final List<JsonNode> manifests = manifests();
    private final JsonNode deployment = ofKind("Deployment");
    private final JsonNode pod = deployment.at("/spec/template/spec");
    private final JsonNode container = pod.at("/containers/0");

    @Test
    void fitsTheSchemas() throws Exception {
        for (JsonNode manifest : manifests) {
            validate(manifest.get("kind").asText(), manifest.toString());
        }
        assertThatThrownBy(() -> validate("Deployment", deployment.toString().replace("runAsNonRoot", "runAsNonroot")))
                .hasMessageContaining("runAsNonroot");
    }

    @Test
    void probesAskWhatAnswersWithoutAToken_onThePortThatIsListenedOn() {
        assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/actuator/health/liveness");
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/actuator/health/liveness");
        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/actuator/health/readiness");
        assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(Yaml.documents(
                Path.of("src/main/resources/application.yaml")).get(0).at("/server/port").asInt());
        List.of("startupProbe", "livenessProbe", "readinessProbe").forEach(probe ->
                assertThat(container.at("/" + probe + "/httpGet/port")).isEqualTo(container.at("/ports/0/name")));
    }

    @Test
    void aStopLeavesTimeForTheHandover() {
        int shutdown = Integer.parseInt(Yaml.documents(Path.of("src/main/resources/application.yaml")).get(0)
                .at("/spring/lifecycle/timeout-per-shutdown-phase").asText().replace("s", ""));
        assertThat(pod.get("terminationGracePeriodSeconds").asInt())
                .isGreaterThan(container.at("/lifecycle/preStop/sleep/seconds").asInt() + 2 * shutdown);
    }

    @Test
    void everySelectorFindsThePods() {
        JsonNode labels = deployment.at("/spec/template/metadata/labels");
        assertThat(deployment.at("/spec/selector/matchLabels")).isEqualTo(labels);
        assertThat(ofKind("Service").at("/spec/selector")).isEqualTo(labels);
        assertThat(ofKind("PodDisruptionBudget").at("/spec/selector/matchLabels")).isEqualTo(labels);
        assertThat(pod.at("/topologySpreadConstraints/0/labelSelector/matchLabels")).isEqualTo(labels);
        assertThat(pod.findValue("podAffinityTerm").at("/labelSelector/matchLabels")).isEqualTo(labels);
    }

    @Test
    void runsAsTheImagesUser_readOnly_withAllThatItMounts() {
        assertThat(Yaml.text(Path.of("Dockerfile"))).contains("USER " + pod.at("/securityContext/runAsUser").asText() + ":");
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
        List<String> volumes = pod.get("volumes").findValuesAsText("name");
        container.get("volumeMounts").forEach(mount -> assertThat(volumes).contains(mount.get("name").asText()));
        assertThat(ofKind("ConfigMap").at("/metadata/name"))
                .isEqualTo(pod.get("volumes").findValue("configMap").get("name"));
    }

    @Test
    void everyVariableIsAKnownProperty_alsoThoseOfTheGuidesSecret() throws Exception {
        KnownProperties known = new KnownProperties();
        container.get("env").forEach(variable -> assertThat(known.has(variable.get("name").asText()))
                .as(variable.get("name").asText()).isTrue());
        List<String> ofTheSecret = Yaml.text(Path.of("docs/kubernetes.md")).lines().filter(line -> line.contains("--from-literal="))
                .map(line -> line.replaceAll(".*--from-literal=(\\w+)=.*", "$1")).toList();
        assertThat(ofTheSecret).isNotEmpty().allMatch(known::has);
    }

    private static void validate(String kind, String json) throws Exception {
        try {
            Class.forName(MODELS + kind).getMethod("validateJsonElement", JsonElement.class)
                    .invoke(null, JsonParser.parseString(json));
        } catch (InvocationTargetException e) {
            throw (Exception) e.getCause();
        }
    }

    private JsonNode ofKind(String kind) {
        return manifests.stream().filter(each -> each.get("kind").asText().equals(kind)).findFirst().orElseThrow();
    }

    private static List<JsonNode> manifests() {
        List<JsonNode> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("docs/kubernetes"))) {
            files.sorted().forEach(file -> all.addAll(Yaml.documents(file)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return all;
    }
}
