package dev.mooring.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The Dockerfile, and the scripts that go into the image. */
class DockerfileTest {

    private final List<String> lines = Yaml.text(Path.of("Dockerfile")).lines().toList();

    @Test
    void everythingCopiedFromTheProjectIsThere_andNotIgnored() {
        List<String> ignored = Yaml.text(Path.of(".dockerignore")).lines().toList();
        for (String line : lines) {
            if (line.startsWith("COPY ") && !line.contains("--from")) {
                String[] words = line.split(" ");
                for (String source : Arrays.copyOfRange(words, 1, words.length - 1)) {
                    assertThat(Path.of(source)).exists();
                    assertThat(ignored).doesNotContain(source);
                }
            }
        }
        assertThat(ignored).contains(".env", "data", "target");
    }

    @Test
    void runsAsANumberedUserThatIsNotRoot_inExecForm() {
        assertThat(lines.stream().filter(line -> line.startsWith("USER "))).containsExactly("USER 10001:10001");
        assertThat(lines.get(lines.size() - 1)).isEqualTo("ENTRYPOINT [\"java\", \"@java.options\", \"-jar\", \"mooring.jar\"]");
    }

    @Test
    void scriptsOfTheImageCanBeExecuted() {
        for (String script : List.of("ready", "train")) {
            assertThat(Files.isExecutable(Path.of("src/main/docker", script))).as(script).isTrue();
        }
    }
}
