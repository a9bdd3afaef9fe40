package dev.mooring.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/** The table of all rounds so far, as Markdown, with the picture beside it. */
final class Report {

    private static final String HEAD = """
            # Fault matrix

            What three instances made of one fault after the other, as seen by the endpoint their connections go to: %d \
            enabled servers, %s numbered calls a second to each, %d round(s) a row, lease %d s, beat %d s, fence %d s. \
            Run on %d processor(s), Java %s, with the instances, Redis, PostgreSQL and the endpoint all on this one \
            machine, beside other work that lengthens the times and sometimes kept everything waiting for seconds: *stall*. \
            Written by

                %s

            ![who held which connection when](fault-matrix.svg)

            - *detected*: until the endpoint saw the first new connection; *gap*: time without a working connection, of \
            the servers that had such time (p50 / p99 / max over all servers and rounds; a connection that was still \
            open when another replaced it counts until its last frame); *settled*: until all were connected and spread \
            evenly again, counted from the end of the fault (the longest round). In seconds.
            - *open overlap*: time in which two connections of one server were open at the same moment, all servers \
            together, worst round: an instance that is paused or cut off cannot close. *acting overlap*: frames that \
            the older of two sent after the newer one's handshake. This must be 0.
            - *lost*: calls that ended with their connection; those not answered on an open one in brackets. \
            *twice*: calls answered more than once. *moves*: changes of owner in PostgreSQL, a round. An instance that \
            starts over counts as a new owner.
            - *end*: every enabled server connected, no disabled one, owners spread evenly (difference at most 1), \
            epochs risen with every change, locks in Redis equal to the rows in PostgreSQL.
            - *stall*: the longest time that the machine kept a ready thread from running. An instance that is kept \
            waiting for longer than the fence closes its connections, fault or not, so targets say little above 1 s.

            """;
    private static final String COLUMNS = """
            | fault | detected | gap p50 / p99 / max | servers hit | settled | open overlap | acting overlap | calls \
            | lost | twice | moves | end | stall | target | met |
            |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
            """;

    private final Pace pace;
    private final Map<Fault, List<Round>> rows = new LinkedHashMap<>();
    private final Map<Fault, String> failures = new LinkedHashMap<>();

    Report(Pace pace) {
        this.pace = pace;
    }

    void add(Round round) {
        rows.computeIfAbsent(round.fault(), none -> new ArrayList<>()).add(round);
    }

    /** A round that came to no verdict. */
    void failed(Fault fault, String why) {
        rows.computeIfAbsent(fault, none -> new ArrayList<>());
        failures.put(fault, String.valueOf(why).lines().findFirst().orElse(""));
    }

    void write(Path table, Path picture) throws IOException {
        Files.createDirectories(table.toAbsolutePath().getParent());
        Files.writeString(picture, Timeline.of(rows.values().stream().filter(rounds -> !rounds.isEmpty())
                .map(rounds -> rounds.get(0)).toList()));
        StringBuilder text = new StringBuilder(HEAD.formatted(pace.servers(), number(pace.callsPerSecond()),
                pace.rounds(), pace.lease().toSeconds(), pace.beat().toSeconds(), pace.fence().toSeconds(),
                Runtime.getRuntime().availableProcessors(), Runtime.version().feature(), command()));
        text.append(COLUMNS);
        rows.forEach((fault, rounds) -> text.append(rounds.isEmpty() ? "" : row(fault, rounds)));
        failures.forEach((fault, why) -> text.append("\nNo verdict: ").append(fault).append(": ").append(why)
                .append('\n'));
        Files.writeString(table, text);
    }

    private String command() {
        return pace.longForm() ? "mvn verify -Pfault-matrix -Dfaults.servers=%d -Dfaults.rounds=%d -Dfaults.restarts=%d"
                .formatted(pace.servers(), pace.rounds(), pace.restarts())
                + " -Dfaults.postgres-down=" + pace.postgresDown().toSeconds() : "mvn verify";
    }

    private String row(Fault fault, List<Round> rounds) {
        long[] gaps = rounds.stream().flatMap(round -> round.verdict().gap().allMillis().stream())
                .mapToLong(Long::longValue).sorted().toArray();
        long detected = max(rounds, Round::detectionMillis);
        long lost = sum(rounds, round -> round.verdict().calls().lost());
        long met = rounds.stream().filter(Round::metTarget).count();
        return "| %s | %s | %s | %s | %s | %s | %d | %d | %d%s | %d | %s | %s | %s | %s | %s |\n".formatted(fault,
                detected < 0 ? "–" : seconds(detected),
                gaps.length == 0 ? "–" : seconds(percentile(gaps, 50)) + " / " + seconds(percentile(gaps, 99)) + " / "
                        + seconds(percentile(gaps, 100)),
                range(rounds, round -> round.verdict().gap().servers()),
                seconds(max(rounds, round -> round.settledMillis() - round.injectedMillis())),
                seconds(max(rounds, round -> round.verdict().overlap().openMillis())),
                sum(rounds, Round::actingOverlap), sum(rounds, round -> round.verdict().calls().sent()),
                sum(rounds, round -> round.verdict().calls().lostWithSocket()), lost == 0 ? "" : " (" + lost + ")",
                sum(rounds, round -> round.verdict().calls().duplicated()), range(rounds, Round::moves),
                rounds.stream().allMatch(Report::endedWell) ? "well" : "**not well**", seconds(max(rounds, Round::stallMillis)),
                fault.target().text().isEmpty() ? "–" : fault.target().text(),
                fault.target().text().isEmpty() ? "–" : met == rounds.size() ? "met"
                        : rounds.size() == 1 ? "**not met**" : "**met in " + met + " of " + rounds.size() + "**");
    }

    private static boolean endedWell(Round round) {
        return round.verdict().settled() && round.imbalance() <= 1 && round.faults().isEmpty();
    }

    private static long max(List<Round> rounds, ToLongFunction<Round> value) {
        return rounds.stream().mapToLong(value).max().orElse(-1);
    }

    private static long sum(List<Round> rounds, ToLongFunction<Round> value) {
        return rounds.stream().mapToLong(value).sum();
    }

    private static String range(List<Round> rounds, ToLongFunction<Round> value) {
        long least = LongStream.of(rounds.stream().mapToLong(value).toArray()).min().orElse(0);
        long most = max(rounds, value);
        return least == most ? Long.toString(most) : least + "–" + most;
    }

    /** Nearest rank. */
    private static long percentile(long[] sorted, int percent) {
        return sorted[(int) Math.ceil(sorted.length * percent / 100.0) - 1];
    }

    private static String seconds(long millis) {
        return millis == 0 ? "0" : String.format(Locale.ROOT, "%.2f", millis / 1000.0);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
