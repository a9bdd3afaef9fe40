package dev.mooring.routes;

import static dev.mooring.routes.RoutesRig.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RouteFilesTest {

    private static final String TOOL = """
            - route:
                id: tool-%1$s
                errorHandler:
                  noErrorHandler: {}
                from:
                  uri: ai-tool:%1$s
                  parameters:
                    description: "%2$s"
                  steps:
                    - setBody:
                        constant: "%3$s"
            """;

    @TempDir
    private Path folder;
    private RoutesRig rig;

    @BeforeEach
    void start() throws Exception {
        RoutesRig.write(folder, "a.camel.yaml", answering("a", "direct:a", "one"));
        RoutesRig.write(folder, "b.camel.yaml", answering("b", "direct:b", "b") + answering("c", "direct:c", "c"));
        RoutesRig.write(folder, "tools/t.camel.yaml", TOOL.formatted("t", "T", "tool one"));
        rig = new RoutesRig(folder, Duration.ZERO, Map.of());
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private String tool(String name) throws Exception {
        return (String) rig.tools.find(name).orElseThrow().call(Map.of());
    }

    @Test
    void editedFile_takesEffect_andLeavesTheOtherRoutesOfTheFileAlone() {
        assertThat(rig.ask("direct:a", "")).isEqualTo("one");
        Object untouched = rig.camel.getRoute("c");
        rig.write("a.camel.yaml", answering("a", "direct:a", "two"));
        rig.write("b.camel.yaml", answering("b", "direct:b", "b2") + answering("c", "direct:c", "c"));
        rig.look();
        assertThat(rig.ask("direct:a", "")).isEqualTo("two");
        assertThat(rig.ask("direct:b", "")).isEqualTo("b2");
        assertThat(rig.camel.getRoute("c")).isSameAs(untouched);
        assertThat(rig.routeIds()).containsExactly("a", "b", "c", "tool-t");
        assertThat(rig.file("a.camel.yaml").state()).isEqualTo("loaded");
    }

    @Test
    void editOfCommentsAndLayout_replacesNothing() {
        Object before = rig.camel.getRoute("a");
        rig.write("a.camel.yaml", "# another comment\n\n" + answering("a", "direct:a", "one").replace("\"one\"", "'one'"));
        rig.look();
        assertThat(rig.camel.getRoute("a")).isSameAs(before);
        assertThat(rig.file("a.camel.yaml").state()).isEqualTo("loaded");
    }

    @Test
    void newFile_addsItsRoutes_deletedFile_takesThemAway() throws Exception {
        rig.write("tools/u.camel.yaml", TOOL.formatted("u", "U", "u"));
        rig.write("d.camel.yaml", answering("d", "direct:d", "d"));
        rig.look();
        assertThat(tool("u")).isEqualTo("u");
        assertThat(rig.ask("direct:d", "")).isEqualTo("d");
        rig.delete("tools/u.camel.yaml");
        rig.delete("d.camel.yaml");
        rig.look();
        assertThat(rig.tools.find("u")).isEmpty();
        assertThat(rig.routeIds()).containsExactly("a", "b", "c", "tool-t");
        assertThatThrownBy(() -> rig.ask("direct:d?block=false", "")).hasRootCauseInstanceOf(DirectConsumerNotAvailableException.class);
        assertThat(rig.file("d.camel.yaml")).isNull();
    }

    @Test
    void editedTool_isOfferedWithItsNewDescription_underOneName() throws Exception {
        rig.write("tools/t.camel.yaml", TOOL.formatted("t", "T, better", "tool two"));
        rig.look();
        assertThat(rig.tools.all()).extracting(tool -> tool.description()).containsExactly("T, better");
        assertThat(tool("t")).isEqualTo("tool two");
        rig.write("tools/t.camel.yaml", TOOL.formatted("renamed", "T", "tool three"));
        rig.look();
        assertThat(rig.tools.all()).extracting(tool -> tool.name()).containsExactly("renamed");
    }

    @Test
    void renamedRoute_takesTheEntranceOver() {
        rig.write("a.camel.yaml", answering("a-renamed", "direct:a", "two"));
        rig.look();
        assertThat(rig.ask("direct:a", "")).isEqualTo("two");
        assertThat(rig.routeIds()).containsExactly("a-renamed", "b", "c", "tool-t");
    }

    @Test
    void idMovedToAnotherFile_inOneEdit_isTakenOver() {
        rig.write("a.camel.yaml", answering("a", "direct:a", "one") + answering("c", "direct:c", "moved"));
        rig.look();
        rig.look();
        assertThat(rig.file("a.camel.yaml").state()).isEqualTo("refused");
        assertThat(rig.file("a.camel.yaml").error()).contains("there is a route 'c' already (in routes/b.camel.yaml)");
        rig.write("b.camel.yaml", answering("b", "direct:b", "b"));
        rig.look();
        assertThat(rig.ask("direct:c", "")).isEqualTo("moved");
        assertThat(rig.files.files()).extracting(RouteFiles.FileView::state).containsOnly("loaded");
    }

    static Object[][] broken() {
        return new Object[][] {
            {answering("a", "direct:a", "x").replace("steps:", "steps: ["), 0, "not YAML"},
            {answering("a", "direct:a", "x").replace("setBody", "setBodyy"), 7, "setBodyy"},
            {answering("a", "direct:a", "x") + "        - to: nosuch:thing\n", 9, "no component 'nosuch'"},
            {answering("a", "direct:a", "x") + "        - bean:\n            ref: nobody\n", 10, "there is no bean 'nobody'"},
            {answering("a", "direct:a", "x") + "        - process:\n            ref: nobody\n", 10, "there is no bean 'nobody'"},
            {answering("a", "direct:a", "x") + "        - bean:\n            ref: calculator\n            method: dance\n", 11,
                "has no method 'dance'"},
            {answering("a", "direct:a", "${body"), 8, "functionEnd"},
            {answering("a", "direct:a?unheard=1", "x"), 0, "unheard"},
            {answering("a", "timer:{{no.such.property}}", "x"), 0, "no.such.property"},
            {answering("b", "direct:a", "x"), 2, "there is a route 'b' already (in routes/b.camel.yaml)"},
            {answering("z", "direct:b", "x"), 2, "the route 'b' (in routes/b.camel.yaml) begins with direct:b already"},
            {answering("z", "ai-tool:t?description=x", "x"), 2, "begins with ai-tool:t already"},
            {answering("a", "direct:a", "x") + answering("a", "direct:z", "x"), 10, "there twice"},
            {"- errorHandler:\n    noErrorHandler: {}\n" + answering("a", "direct:a", "x"), 1, "would hold for the routes of all files"},
            {answering("a", "direct:a", "x").replace("    id: a\n", ""), 2, "needs an id"},
            {"- from:\n    uri: direct:a\n    steps: []\n", 1, "needs an id"},
            {"route: 1\n", 1, "must be a list"},
            {"   \n", 0, "is empty"},
        };
    }

    @ParameterizedTest
    @MethodSource("broken")
    void brokenFile_isRefusedWithItsReason_andTheOldRouteGoesOn(String content, int line, String words) {
        rig.write("a.camel.yaml", content);
        rig.look();
        assertThat(rig.ask("direct:a", "")).isEqualTo("one");
        rig.look();
        RouteFiles.FileView file = rig.file("a.camel.yaml");
        assertThat(file.state()).isEqualTo("refused");
        assertThat(file.error()).contains(words).doesNotContain("Exception");
        if (line > 0) {
            assertThat(file.line()).as(file.error()).isEqualTo(line);
        }
        assertThat(file.routes()).containsExactly("a");
        assertThat(rig.ask("direct:a", "")).isEqualTo("one");
        assertThat(rig.routeIds()).containsExactly("a", "b", "c", "tool-t");
        rig.write("a.camel.yaml", answering("a", "direct:a", "mended"));
        rig.look();
        assertThat(rig.ask("direct:a", "")).isEqualTo("mended");
        assertThat(rig.file("a.camel.yaml").error()).isNull();
    }

    @Test
    void halfWrittenFile_isNotTold_whenTheNextLookFindsTheRest() {
        rig.write("a.camel.yaml", answering("a", "direct:a", "two").substring(0, 40));
        rig.look();
        assertThat(rig.file("a.camel.yaml").state()).isEqualTo("loaded");
        rig.write("a.camel.yaml", answering("a", "direct:a", "two"));
        rig.look();
        assertThat(rig.ask("direct:a", "")).isEqualTo("two");
    }

    @Test
    void fileThatChangesWhileItIsLookedAt_isLeftToTheNextLook() {
        rig.write("a.camel.yaml", answering("a", "direct:a", "half"));
        rig.files.look(() -> rig.write("a.camel.yaml", answering("a", "direct:a", "whole")));
        assertThat(rig.ask("direct:a", "")).isEqualTo("one");
        rig.look();
        assertThat(rig.ask("direct:a", "")).isEqualTo("whole");
    }

    @Test
    void editorsCopies_dontCount_andAnAtomicRenameDoes() throws Exception {
        rig.write("a.camel.yaml~", "x");
        rig.write(".a.camel.yaml", "x");
        rig.write("a.camel.yaml.swp", "x");
        rig.look();
        assertThat(rig.files.files()).hasSize(3);
        Path fresh = Files.writeString(folder.resolve("new.tmp"), answering("a", "direct:a", "renamed"));
        Files.move(fresh, folder.resolve("a.camel.yaml"), StandardCopyOption.ATOMIC_MOVE);
        rig.look();
        assertThat(rig.ask("direct:a", "")).isEqualTo("renamed");
    }

    @Test
    void folderThatIsAwayForAWhile_takesNoRoutesAway() throws Exception {
        Path away = folder.resolveSibling(folder.getFileName() + "-away");
        Files.move(folder, away);
        rig.look();
        assertThat(rig.ask("direct:a", "")).isEqualTo("one");
        Files.move(away, folder);
        rig.look();
        assertThat(rig.routeIds()).hasSize(4);
    }

    @Test
    void routeThatCannotBeStarted_givesWayToTheOldOne() {
        rig.camel.getRegistry().bind("busy", new BusyComponent());
        rig.write("a.camel.yaml", answering("a", "direct:a", "x") + answering("busy", "busy:x", "x"));
        rig.look();
        rig.look();
        assertThat(rig.file("a.camel.yaml").error()).contains("the port is taken");
        assertThat(rig.ask("direct:a", "")).isEqualTo("one");
        assertThat(rig.routeIds()).containsExactly("a", "b", "c", "tool-t");
    }

    @Test
    void checkOfAFile_leavesTheRunningComponentsAndBeansAlone() {
        Object component = rig.camel.hasComponent("direct");
        rig.write("a.camel.yaml", answering("a", "direct:a", "two") + "        - to: log:x\n");
        rig.look();
        assertThat(rig.camel.hasComponent("direct")).isSameAs(component);
        assertThat(rig.camel.getComponent("direct").getCamelContext()).isSameAs(rig.camel);
        assertThat(rig.camel.resolveLanguage("simple")).isNotNull();
        assertThat(rig.ask("direct:b", "")).isEqualTo("b");
    }
}
