package dev.mooring.tracing;

import dev.mooring.ownership.ServerLine;

/**
 * Where traces begin. One per process, as log levels are, so that whoever may have something to trace need not be given it.
 */
public final class Traces {

    /** What makes traces while they are on. */
    interface Recorder {

        FrameTrace frame(ServerLine server, String way);
    }

    private static volatile Recorder recorder;

    private Traces() {
    }

    /** @param made null to switch traces off */
    static void use(Recorder made) {
        recorder = made;
    }

    /**
     * A frame has come in.
     *
     * @param way {@code websocket} or {@code http}
     */
    public static FrameTrace frame(ServerLine server, String way) {
        Recorder now = recorder;
        return now == null ? FrameTrace.NONE : now.frame(server, way);
    }

    /** Whether traces are on. */
    public static boolean areOn() {
        return recorder != null;
    }
}
