package dev.mooring.judge;

/**
 * How the endpoint treats a server; the good manners are {@link #NORMAL}. Applies to new connections, except for what
 * concerns open ones (pings, padding, noise), which applies at once.
 *
 * @param refuse HTTP status that a handshake is answered with, {@link #RESET} for a TCP reset, 0 to accept
 * @param handshakeMillis how long a handshake (or its refusal) is held back
 * @param closeAfterMillis a connection is closed this long after its handshake; -1 never
 * @param closeCode the code of that close; {@link #RESET} for a TCP reset
 * @param answersPings false: neither WebSocket pings nor JSON-RPC pings are answered
 * @param takeover true: as the self-hosted relay, a newer socket closes the older ones (code 1000) and is itself deaf
 * @param paddingBytes every call carries this much ballast
 * @param noise what is sent before every call
 */
public record Behaviour(int refuse, long handshakeMillis, long closeAfterMillis, int closeCode, boolean answersPings,
                        boolean takeover, int paddingBytes, Noise noise) {

    /** A TCP reset instead of a status or close code. */
    public static final int RESET = -1;

    /** Accepts, answers pings, keeps connections open. Two sockets of one server stay open side by side. */
    public static final Behaviour NORMAL = new Behaviour(0, 0, -1, 1000, true, false, 0, Noise.NONE);

    /** Frames that are no JSON-RPC. */
    public enum Noise { NONE, GARBAGE, BINARY }

    /** Every handshake is refused with this HTTP status, or {@link #RESET}. */
    public static Behaviour refuse(int status) {
        return new Behaviour(status, 0, -1, 1000, true, false, 0, Noise.NONE);
    }

    /** Handshakes take this long. */
    public static Behaviour slowHandshake(long millis) {
        return new Behaviour(0, millis, -1, 1000, true, false, 0, Noise.NONE);
    }

    /** Every connection is reset this long after its handshake. */
    public static Behaviour flap(long millis) {
        return closing(RESET, millis);
    }

    /** Every connection is closed with a code this long after its handshake. */
    public static Behaviour closing(int code, long afterMillis) {
        return new Behaviour(0, 0, afterMillis, code, true, false, 0, Noise.NONE);
    }

    /** Pings are never answered. */
    public static Behaviour mute() {
        return new Behaviour(0, 0, -1, 1000, false, false, 0, Noise.NONE);
    }

    /** As the self-hosted relay: the newer socket closes the older and stays deaf. */
    public static Behaviour relay() {
        return new Behaviour(0, 0, -1, 1000, true, true, 0, Noise.NONE);
    }

    /** Every call carries this much ballast. */
    public static Behaviour bigFrames(int bytes) {
        return new Behaviour(0, 0, -1, 1000, true, false, bytes, Noise.NONE);
    }

    /** A frame of this kind goes before every call. */
    public static Behaviour noisy(Noise noise) {
        return new Behaviour(0, 0, -1, 1000, true, false, 0, noise);
    }

    /** The same with handshakes (and refusals) that take this long. */
    public Behaviour withHandshake(long millis) {
        return new Behaviour(refuse, millis, closeAfterMillis, closeCode, answersPings, takeover, paddingBytes, noise);
    }
}
