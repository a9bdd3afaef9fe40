package dev.mooring.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** A folder as Kubernetes mounts a ConfigMap: files are links into {@code ..data}, itself a link that an update swaps. */
class ConfigMapFolderTest {

    @TempDir
    private Path folder;

    @Test
    void theManifestsTool_runs_andIsReplacedWhenTheConfigMapIs() throws Exception {
        String tool = manifestsTool();
        Path tools = Files.createDirectories(folder.resolve("tools"));
        project(tools, "..2026_01", tool);
        Files.createSymbolicLink(tools.resolve("flip-coin.camel.yaml"), Path.of("..data", "flip-coin.camel.yaml"));
        try (RoutesRig rig = new RoutesRig(folder, Duration.ZERO, Map.of())) {
            assertThat(rig.file("tools/flip-coin.camel.yaml").error()).isNull();
            assertThat(rig.tools.find("flip_coin").orElseThrow().call(Map.of())).isIn("heads", "tails");

            project(tools, "..2026_02", tool.replace("constant: heads", "constant: edge").replace("constant: tails", "constant: edge"));
            rig.look();
            assertThat(rig.tools.find("flip_coin").orElseThrow().call(Map.of())).isEqualTo("edge");
            assertThat(rig.files.files()).hasSize(1);
        }
    }

    /** What the kubelet does: a new folder, then ..data swapped to it in one step. */
    private static void project(Path tools, String version, String content) throws IOException {
        Path next = Files.createDirectories(tools.resolve(version));
        Files.writeString(next.resolve("flip-coin.camel.yaml"), content);
        Path link = Files.createSymbolicLink(tools.resolve("..data_tmp"), Path.of(version));
        Files.move(link, tools.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String manifestsTool() throws IOException {
        for (Object document : new Yaml().loadAll(Files.readString(Path.of("docs/kubernetes/mooring.yaml")))) {
            if (document instanceof Map<?, ?> manifest && manifest.get("data") instanceof Map<?, ?> data) {
                return (String) data.get("flip-coin.camel.yaml");
            }
        }
        throw new IllegalStateException("no ConfigMap");
    }
}
