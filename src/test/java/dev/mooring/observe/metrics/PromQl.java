package dev.mooring.observe.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a PromQL expression names, found without a parser of its whole grammar. */
final class PromQl {

    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset", "on", "ignoring", "by", "without",
            "group_left", "group_right");
    /** Those in use; another one is perhaps mistyped. */
    private static final Set<String> FUNCTIONS = Set.of("sum", "min", "max", "count", "rate", "increase", "changes", "vector",
            "histogram_quantile", "clamp_min");
    private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right) *\\([^)]*\\)");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
    private static final Pattern NAME = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*) *(\\(|\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("([a-zA-Z_]\\w*) *(?:=~|!~|!=|=)");

    private PromQl() {
    }

    /** The metrics that an expression names, each with the labels that it is chosen by. */
    static Map<String, Set<String>> metrics(String expression) {
        String bare = RANGE.matcher(GROUPING.matcher(STRING.matcher(expression).replaceAll("''")).replaceAll(" "))
                .replaceAll(" ");
        long depth = 0;
        for (char c : bare.toCharArray()) {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth < 0) {
                break;
            }
        }
        if (depth != 0) {
            throw new AssertionError("brackets that don't match: " + expression);
        }
        Map<String, Set<String>> metrics = new LinkedHashMap<>();
        Matcher name = NAME.matcher(bare);
        while (name.find()) {
            String found = name.group(1);
            if ("(".equals(name.group(2))) {
                if (!FUNCTIONS.contains(found) && !WORDS.contains(found)) {
                    throw new AssertionError("'" + found + "' is no known function: " + expression);
                }
            } else if (!WORDS.contains(found)) {
                Set<String> labels = metrics.computeIfAbsent(found, metric -> new TreeSet<>());
                Matcher matcher = MATCHER.matcher(name.group(3) == null ? "" : name.group(3));
                while (matcher.find()) {
                    labels.add(matcher.group(1));
                }
            }
        }
        return metrics;
    }
}
