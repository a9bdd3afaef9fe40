package dev.mooring.observe.metrics;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code /actuator/prometheus} answered, taken apart.
 *
 * @param families by the name in the TYPE line
 * @param samples the labels' names by the name of a sample, which for a histogram has a suffix
 */
record Scrape(String text, Map<String, Family> families, Map<String, Set<String>> samples) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** What a TYPE and a HELP line say, and the labels of its samples but {@code le}. */
    record Family(String type, String help, Set<String> labels) {
    }

    static Scrape of(String url, String token) throws Exception {
        var answer = HTTP.send(HttpRequest.newBuilder(URI.create(url + "/actuator/prometheus"))
                .header("Authorization", "Bearer " + token).timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new AssertionError("scrape: " + answer.statusCode() + " " + answer.body());
        }
        return parse(answer.body());
    }

    static Scrape parse(String text) {
        Map<String, String> help = new HashMap<>();
        Map<String, Family> families = new TreeMap<>();
        Map<String, Set<String>> samples = new TreeMap<>();
        Family current = null;
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) {
                help.put(words[2], words.length > 3 ? words[3] : "");
            } else if (line.startsWith("# TYPE ")) {
                current = new Family(words[3], help.getOrDefault(words[2], ""), new TreeSet<>());
                families.put(words[2], current);
            } else {
                Matcher sample = SAMPLE.matcher(line);
                if (!sample.matches() || current == null) {
                    throw new AssertionError("no sample: " + line);
                }
                Set<String> labels = samples.computeIfAbsent(sample.group(1), name -> new TreeSet<>());
                labels(sample.group(2)).keySet().forEach(labels::add);
                current.labels.addAll(labels);
                current.labels.remove("le");
            }
        }
        return new Scrape(text, families, samples);
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new HashMap<>();
        Matcher label = LABEL.matcher(text == null ? "" : text);
        while (label.find()) {
            labels.put(label.group(1), label.group(2));
        }
        return labels;
    }

    /** The sum of the samples of this name that have all of these labels, each as {@code name=value}. */
    double sum(String name, String... labels) {
        Set<String> wanted = Set.of(labels);
        return text.lines().map(SAMPLE::matcher).filter(Matcher::matches).filter(sample -> sample.group(1).equals(name))
                .filter(sample -> labels(sample.group(2)).entrySet().stream().map(Object::toString)
                        .collect(Collectors.toSet()).containsAll(wanted))
                .mapToDouble(sample -> Double.parseDouble(sample.group(3))).sum();
    }

    /** How many series there are. */
    long series() {
        return text.lines().filter(line -> !line.startsWith("#")).count();
    }

    /** Mooring's own meters as rows of docs/metrics.md. */
    List<String> ownRows() {
        return families.entrySet().stream().filter(family -> family.getKey().startsWith("mooring_"))
                .filter(family -> !family.getKey().endsWith("_max"))
                .map(family -> "| `%s` | %s | %s | %s | %s |".formatted(family.getKey(), family.getValue().type,
                        unit(family.getKey()), family.getValue().labels.stream().map(label -> "`" + label + "`")
                                .collect(Collectors.joining(", ")), family.getValue().help)).toList();
    }

    private static String unit(String name) {
        return name.endsWith("_seconds") ? "seconds" : name.endsWith("_servers") ? "servers" : "";
    }
}
