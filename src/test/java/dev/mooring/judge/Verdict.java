package dev.mooring.judge;

import java.util.List;

/**
 * What the judge found between two moments of its clock. {@link #clean()} and {@link #settled()} are what tests ask;
 * {@link #row} is a line for a report.
 *
 * @param since begin, and {@code now} the end, in nanoseconds of the judge's clock
 * @param wanted how many servers should be connected now
 * @param missing wanted servers without an initialised socket now
 * @param stillOpen unwanted servers with an open socket now
 * @param recoveryMillis from {@code since} until the last wanted server was connected for good; -1 while some are missing
 * @param closedMillis from {@code since} until the last socket of an unwanted server closed; -1 while some are open
 * @param handshakes accepted, and {@code refused} refused connections in this time
 * @param findings one sentence for each broken promise, at most 20
 */
public record Verdict(long since, long now, int wanted, List<String> missing, List<String> stillOpen,
                      long recoveryMillis, long closedMillis, Overlap overlap, Gap gap, Calls calls, Frames frames,
                      int handshakes, int refused, List<String> findings) {

    /**
     * Two sockets of one server.
     *
     * @param acting frames that the older socket sent after the newer one's handshake, where the newer one sent too
     * @param strict those of them that came after the newer one's first frame
     * @param control WebSocket ping, pong and close frames in the place of {@code acting} ones; no broken promise
     * @param sockets pairs of sockets that were open together
     * @param openMillis for how long, all pairs together; {@code longestMillis} the longest
     */
    public record Overlap(int acting, int strict, int control, int sockets, long openMillis, long longestMillis) {
    }

    /**
     * Time per wanted server without an initialised socket, over those servers that had such time at all. A socket that
     * a newer one replaced while it was still open counts up to its last frame only: it may have been dead since.
     *
     * @param allMillis one for each such server, ascending
     */
    public record Gap(int servers, long p50Millis, long p99Millis, long maxMillis, List<Long> allMillis) {
    }

    /**
     * Numbered calls.
     *
     * @param errors of the answered ones, those answered by an error
     * @param duplicated answered more than once
     * @param stray replies to nothing that was asked on that socket
     * @param wrong results without the number of their call
     * @param lostWithSocket not answered because the socket closed soon enough
     * @param lost not answered within the judge's patience although the socket was open
     */
    public record Calls(int sent, int answered, int errors, int duplicated, int stray, int wrong, int lostWithSocket,
                        int lost, int inFlight) {
    }

    /**
     * Order and completeness of frames.
     *
     * @param outOfOrder replies to pings that came before the reply to an earlier ping
     * @param firstLost sockets on which the first frame, initialize, was never answered
     * @param garbage frames from the other side that are no JSON-RPC
     */
    public record Frames(int outOfOrder, int firstLost, int garbage) {
    }

    /** No promise was broken. */
    public boolean clean() {
        return overlap.acting == 0 && overlap.strict == 0 && calls.duplicated == 0 && calls.stray == 0
                && calls.wrong == 0 && calls.lost == 0 && frames.outOfOrder == 0 && frames.firstLost == 0
                && frames.garbage == 0;
    }

    /** Every wanted server is connected and no other. */
    public boolean settled() {
        return missing.isEmpty() && stillOpen.isEmpty();
    }

    /** The heading of the table whose lines {@link #row} makes. */
    public static String heading() {
        return """
                | fault | back (ms) | gap p50 / p99 / max (ms) | servers hit | open overlap (ms) | acting overlap \
                | strict | calls | lost | duplicated | out of order | first lost |
                |---|---|---|---|---|---|---|---|---|---|---|---|""";
    }

    /** One Markdown line. */
    public String row(String fault) {
        return "| %s | %s | %d / %d / %d | %d | %d | %d | %d | %d | %d | %d | %d | %d |".formatted(fault,
                recoveryMillis < 0 ? "never" : recoveryMillis, gap.p50Millis, gap.p99Millis, gap.maxMillis,
                gap.servers, overlap.openMillis, overlap.acting, overlap.strict, calls.sent,
                calls.lost + calls.lostWithSocket, calls.duplicated, frames.outOfOrder, frames.firstLost);
    }

    @Override
    public String toString() {
        return """
                Verdict over %d ms: %s, %s
                  connected   %d of %d wanted%s%s; all back after %d ms, others closed after %d ms
                  overlap     acting %d, strict %d, control frames %d; open %d ms in %d pairs, longest %d ms
                  gaps        %d servers; p50 %d ms, p99 %d ms, max %d ms
                  calls       %d sent, %d answered (%d errors), duplicated %d, stray %d, wrong %d; \
                lost with their socket %d, lost %d, in flight %d
                  frames      out of order %d, first lost %d, garbage %d; handshakes %d, refused %d%s"""
                .formatted((now - since) / 1_000_000, clean() ? "clean" : "NOT CLEAN",
                        settled() ? "settled" : "NOT SETTLED",
                        wanted - missing.size(), wanted, named(", missing ", missing), named(", open ", stillOpen),
                        recoveryMillis, closedMillis,
                        overlap.acting, overlap.strict, overlap.control, overlap.openMillis, overlap.sockets,
                        overlap.longestMillis,
                        gap.servers, gap.p50Millis, gap.p99Millis, gap.maxMillis,
                        calls.sent, calls.answered, calls.errors, calls.duplicated, calls.stray, calls.wrong,
                        calls.lostWithSocket, calls.lost, calls.inFlight,
                        frames.outOfOrder, frames.firstLost, frames.garbage, handshakes, refused,
                        findings.isEmpty() ? "" : "\n  - " + String.join("\n  - ", findings));
    }

    private static String named(String what, List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        List<String> shown = names.subList(0, Math.min(10, names.size()));
        return what + shown + (names.size() > shown.size() ? " and " + (names.size() - shown.size()) + " more" : "");
    }
}
