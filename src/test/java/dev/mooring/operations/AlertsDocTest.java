package dev.mooring.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each alert has a heading that its {@code runbook_url} leads to, and no heading is of an alert that is not there. */
class AlertsDocTest {

    private static final Path RULES = Path.of("docs/monitoring/alerts.yml");

    @ParameterizedTest
    @ValueSource(strings = {"docs/operations.md", "docs/operations.zh-CN.md"})
    void everyAlert_hasItsHeading_andNoneIsLeftOver(String page) throws IOException {
        assumeThat(Files.exists(RULES)).as(RULES + " is there").isTrue();
        List<String> alerts = Pattern.compile("(?m)^ *- alert: (\\w+)").matcher(Files.readString(RULES)).results()
                .map(found -> found.group(1).replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT)).toList();
        assertThat(Pattern.compile("(?m)^### (mooring-[a-z-]+)$").matcher(Files.readString(Path.of(page))).results()
                .map(found -> found.group(1)).toList()).as("headings of alerts in " + page).containsExactlyInAnyOrderElementsOf(alerts);
    }
}
