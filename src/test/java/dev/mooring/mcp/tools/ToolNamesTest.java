package dev.mooring.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ToolNamesTest {

    @Test
    void firstBindingKeepsTheName_laterOnesAreNamedAfterTheirService() {
        ToolNames names = new ToolNames();
        assertThat(names.assign("search", "web", 1)).isEqualTo("search");
        assertThat(names.assign("search", "my docs!", 2)).isEqualTo("my_docs_search");
        assertThat(names.assign("search", "文档", 3)).isEqualTo("service3_search");
        assertThat(names.assign("search", "my docs", 4)).startsWith("my_docs_search_");
    }

    @Test
    void namesThatModelsWouldNotTake_areSpelledSoThatTheyDo() {
        ToolNames names = new ToolNames();
        assertThat(names.assign("files.read", "a", 1)).isEqualTo("files_read");
        assertThat(names.assign("files/read", "disk one", 1)).isEqualTo("disk_one_files_read");
        assertThat(names.assign("查询", "a", 1)).isEqualTo("tool");
        assertThat(names.assign("天气", "a", 1)).isEqualTo("a_tool");
        assertThat(names.assign("x".repeat(80), "a", 1)).hasSize(64).startsWith("xxxxx");
    }

    @Test
    void longNames_areCutToWhatCallersTakeAndStayApart() {
        ToolNames names = new ToolNames();
        String tool = "t".repeat(60);
        List<String> assigned = List.of(names.assign(tool, "a", 1), names.assign(tool, "service", 2),
                names.assign(tool, "service", 3), names.assign(tool, "s".repeat(200), 4));
        assertThat(assigned).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-zA-Z0-9_-]{1,64}"));
        ToolNames again = new ToolNames();
        assertThat(List.of(again.assign(tool, "a", 1), again.assign(tool, "service", 2))).isEqualTo(assigned.subList(0, 2));
    }
}
