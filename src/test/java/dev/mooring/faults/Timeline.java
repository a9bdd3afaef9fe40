package dev.mooring.faults;

import dev.mooring.judge.SeenSocket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The picture: one panel for each fault, in it one line for each of some servers, coloured by who held its connection. */
final class Timeline {

    private static final List<String> COLOURS = List.of("#1f77b4", "#ff7f0e", "#2ca02c", "#9467bd");
    private static final String CLASH = "#d62728";
    private static final int LINES = 12;
    private static final int COLUMNS = 2;
    private static final int WIDTH = 560;
    private static final int PLOT = 520;
    private static final int HEIGHT = 104;
    private static final long SHORTEST_MILLIS = 10_000;
    private static final int TOP = 56;


    private Timeline() {
    }

    static String of(List<Round> rounds) {
        int rows = (rounds.size() + COLUMNS - 1) / COLUMNS;
        StringBuilder svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="11">
                <rect width="100%%" height="100%%" fill="white"/>
                <text x="16" y="20" font-size="15">Who held which connection when, as the endpoint saw it</text>
                """.formatted(COLUMNS * WIDTH + 16, TOP + rows * HEIGHT));
        legend(svg);
        for (int i = 0; i < rounds.size(); i++) {
            panel(svg, rounds.get(i), 16 + i % COLUMNS * WIDTH, TOP + i / COLUMNS * HEIGHT);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void legend(StringBuilder svg) {
        int x = 16;
        for (int i = 0; i <= COLOURS.size(); i++) {
            String colour = i < COLOURS.size() ? COLOURS.get(i) : CLASH;
            String text = i < COLOURS.size() ? "instance " + (i + 1) : "two open at once (acting: see the table)";
            svg.append("<rect x=\"%d\" y=\"30\" width=\"14\" height=\"9\" fill=\"%s\"/>".formatted(x, colour))
                    .append("<text x=\"%d\" y=\"39\">%s</text>\n".formatted(x + 18, text));
            x += 90;
        }
        svg.append("<text x=\"%d\" y=\"39\">white: none; the dotted line: the fault ends</text>\n".formatted(x + 150));
    }

    private static void panel(StringBuilder svg, Round round, int left, int top) {
        long since = round.verdict().since();
        long span = Math.max(round.settledMillis() + 2000, SHORTEST_MILLIS) * 1_000_000;
        Map<String, List<SeenSocket>> servers = new TreeMap<>();
        round.sockets().forEach(socket -> servers.computeIfAbsent(socket.server(),
                none -> new ArrayList<>()).add(socket));
        svg.append("<text x=\"%d\" y=\"%d\">%s</text>\n".formatted(left, top + 12, escaped(round.fault().name())));
        List<List<SeenSocket>> shown = sample(List.copyOf(servers.values()));
        for (int i = 0; i < shown.size(); i++) {
            int y = top + 18 + i * 5;
            long clearUntil = Long.MIN_VALUE;
            for (SeenSocket socket : shown.get(i)) {
                bar(svg, left, y, socket.handshake(), socket.closed(), since, span, colour(socket));
                if (clearUntil > socket.handshake()) {
                    bar(svg, left, y, socket.handshake(), Math.min(clearUntil, socket.closed()), since, span, CLASH);
                }
                clearUntil = Math.max(clearUntil, socket.closed());
            }
        }
        int base = top + 18 + LINES * 5;
        svg.append("<path d=\"M%d %dh%d\" stroke=\"#999\"/>".formatted(left, base, PLOT));
        long step = span > 120_000_000_000L ? 60 : span > 30_000_000_000L ? 10 : 2;
        for (long second = 0; second * 1_000_000_000L <= span; second += step) {
            double x = left + PLOT * (second * 1e9 / span);
            svg.append(String.format(Locale.ROOT,
                    "<path d=\"M%.1f %dv3\" stroke=\"#999\"/><text x=\"%.1f\" y=\"%d\" font-size=\"8\">%d s</text>", x, base, x, base + 11, second));
        }
        svg.append(String.format(Locale.ROOT, "<path d=\"M%.1f %dV%d\" stroke=\"black\" stroke-dasharray=\"1 3\"/>\n",
                left + PLOT * Math.min(1, round.injectedMillis() * 1e6 / span), top + 16, base));
    }

    private static void bar(StringBuilder svg, int left, int y, long from, long to, long since, long span,
                            String colour) {
        double begin = Math.max(0, (double) (from - since) / span);
        double end = to == SeenSocket.NEVER ? 1 : Math.min(1, (double) (to - since) / span);
        if (end > begin) {
            svg.append(String.format(Locale.ROOT, "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"4\" fill=\"%s\"/>\n",
                    left + PLOT * begin, y, PLOT * (end - begin), colour));
        }
    }

    private static String colour(SeenSocket socket) {
        int slot = Integer.parseInt(socket.from().substring(socket.from().lastIndexOf('.') + 1));
        return COLOURS.get((slot - 1) % COLOURS.size());
    }

    /** So many of them, evenly chosen, in the order of who held them first. */
    private static List<List<SeenSocket>> sample(List<List<SeenSocket>> servers) {
        List<List<SeenSocket>> ordered = servers.stream()
                .sorted(Comparator.comparing(sockets -> sockets.get(0).from())).toList();
        int count = Math.min(LINES, ordered.size());
        return IntStream.range(0, count)
                .mapToObj(i -> ordered.get(i * ordered.size() / count)).toList();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
