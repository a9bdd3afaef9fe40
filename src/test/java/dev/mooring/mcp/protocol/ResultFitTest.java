package dev.mooring.mcp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultFitTest {

    private final ObjectMapper mapper = JsonRpc.mapper();
    private final ResultFit fit = new ResultFit(mapper);

    private JsonNode fit(String result, boolean join, int limit) throws Exception {
        return mapper.readTree(mapper.writeValueAsString(fit.fit(mapper.readValue(result, Map.class), join, limit)));
    }

    private static String text(String text) {
        return "{\"type\":\"text\",\"text\":\"" + text + "\"}";
    }

    @Test
    void withoutLimits_theResultPassesAsItCame() throws Exception {
        String result = "{\"content\":[" + text("a") + "," + text("b") + "],\"structuredContent\":{\"x\":[1.50]},"
                + "\"_meta\":{\"k\":null},\"isError\":false,\"other\":1}";
        assertThat(fit(result, false, 0).toString()).isEqualTo(result);
        assertThat(fit(result, false, 8192).toString()).isEqualTo(result);
    }

    @Test
    void joined_textsBecomeTheFirstItemAndTheRestFollows() throws Exception {
        JsonNode joined = fit("{\"content\":[" + text("a") + ",{\"type\":\"image\",\"data\":\"x\"}," + text("b")
                + "],\"_meta\":{\"k\":1}}", true, 0);
        assertThat(joined.toString()).isEqualTo("{\"content\":[{\"type\":\"text\",\"text\":\"a\\nb\"},"
                + "{\"type\":\"image\",\"data\":\"x\"}],\"_meta\":{\"k\":1}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\\n", "\\\"", "ü", "中", "😀", "\\u0001"})
    void tooLongText_isCutToTheLimitAndSaysSo(String character) throws Exception {
        for (int limit : new int[] {512, 777, 8192}) {
            JsonNode small = fit("{\"content\":[" + text(character.repeat(9000)) + "],\"isError\":true}", false, limit);
            assertThat(mapper.writeValueAsBytes(small).length).isBetween(limit - 200, limit);
            assertThat(small.get("isError").booleanValue()).isTrue();
            assertThat(small.at("/content/0/text").textValue()).contains("shortened by Mooring", limit + " are allowed")
                    .doesNotContain("\uFFFD");
            String kept = small.at("/content/0/text").textValue().replaceAll("… \\[shortened.*", "");
            assertThat(Character.isHighSurrogate(kept.charAt(kept.length() - 1))).isFalse();
        }
    }

    @Test
    void whatDoesNotFitWhole_isLeftOutAndCounted() throws Exception {
        JsonNode small = fit("{\"content\":[" + text("short") + ",{\"type\":\"image\",\"mimeType\":\"image/png\",\"data\":\""
                + "A".repeat(9000) + "\"}," + text("end") + "],\"structuredContent\":{\"a\":1}}", false, 1000);
        assertThat(small.has("structuredContent")).isFalse();
        assertThat(small.at("/content/0/text").textValue()).isEqualTo("short");
        assertThat(small.at("/content/1/text").textValue()).isEqualTo("end");
        assertThat(small.at("/content/2/text").textValue()).contains("2 further part(s) left out");
    }

    @Test
    void joinedAndShortened_leavesOneText() throws Exception {
        JsonNode small = fit("{\"content\":[" + text("a".repeat(2000)) + "," + text("b".repeat(2000)) + "]}", true, 3000);
        assertThat(small.get("content")).hasSize(1);
        assertThat(small.at("/content/0/text").textValue()).startsWith("aaa").contains("bbb… [shortened");
    }
}
