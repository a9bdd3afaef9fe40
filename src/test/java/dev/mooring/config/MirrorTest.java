package dev.mooring.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A page and its Chinese mirror: the same sections in the same order, the same tables, and the same code. */
class MirrorTest {

    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$");

    @ParameterizedTest
    @CsvSource({"README.md, README.zh-CN.md", "docs/operations.md, docs/operations.zh-CN.md"})
    void mirror_hasTheSameSectionsAndCode(Path page, Path mirror) {
        String english = ConfigurationMetadata.read(page);
        String chinese = ConfigurationMetadata.read(mirror);
        assertThat(code(chinese)).as("code blocks of " + mirror).containsExactlyElementsOf(code(english));
        assertThat(shape(chinese)).as("headings and rows of tables in " + mirror + ", beside those of " + page)
                .containsExactlyElementsOf(shape(english));
    }

    /** Blocks of code, without their comments, which may be translated. */
    private static List<String> code(String text) {
        return CODE.matcher(text).results().map(block -> block.group().replaceAll("(?m) +# .*$", "")).toList();
    }

    /** The levels of the headings, and each table's number of columns, row by row. */
    private static List<String> shape(String text) {
        Matcher code = CODE.matcher(text);
        return code.replaceAll("").lines().filter(line -> line.matches("(#+ |\\|).*"))
                .map(line -> line.startsWith("#") ? line.replaceFirst(" .*", "")
                        : "row of " + line.replace("\\|", "").chars().filter(c -> c == '|').count()).toList();
    }
}
