package dev.mooring.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.NoSuchBeanException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.springframework.mock.env.MockEnvironment;

/** What a user reads when a file in routes/ keeps an instance from starting. */
class BrokenAtStartTest {

    @TempDir
    private Path folder;
    private BrokenAtStart analyzer;

    @BeforeEach
    void twoFiles() {
        RoutesRig.write(folder, "a.camel.yaml", RoutesRig.answering("a", "direct:a", "one"));
        RoutesRig.write(folder, "b.camel.yaml", RoutesRig.answering("b", "direct:b", "two")
                + "        - bean:\n            ref: nobody\n");
        analyzer = new BrokenAtStart(new MockEnvironment().withProperty("mooring.routes-dir", folder.toString())
                .withProperty("camel.main.routes-include-pattern", "file:" + folder + "/*.camel.yaml"));
    }

    @Test
    void routeThatCannotBeMade_isToldWithItsFileAndLine() {
        Throwable failure = new IllegalStateException(new FailedToCreateRouteException("b", null, "route",
                new NoSuchBeanException("nobody")));
        assertThat(analyzer.analyze(failure).getDescription())
                .isEqualTo("b.camel.yaml:10 cannot run: there is no bean 'nobody'.");
    }

    @Test
    void brokenYaml_isToldWithItsFile_thatTheParserDoesNotKnow() {
        String broken = "- route:\n    id: c\n    from: ]\n";
        RoutesRig.write(folder, "c.camel.yaml", broken);
        Throwable failure = catchThrowable(() -> new Load(LoadSettings.builder().build()).loadFromString(broken));
        assertThat(analyzer.analyze(new IllegalStateException(failure)).getDescription())
                .startsWith("c.camel.yaml:3 cannot run: ");
    }

    @Test
    void anotherFailure_isNoneOfIts() {
        assertThat(analyzer.analyze(new IllegalStateException("the port is taken"))).isNull();
    }
}
