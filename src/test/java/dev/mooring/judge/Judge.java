package dev.mooring.judge;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * The endpoint and judge. {@link #start()} runs it in this JVM, {@link JudgeProcess#start} in a process of its own with
 * the same methods.
 *
 * <pre>{@code
 * try (Judge judge = Judge.start()) {
 *     judge.want("s1", true);
 *     register(judge.address("s1"));
 *     long since = judge.now();
 *     judge.calls(5);
 *     judge.behave("s1", Behaviour.refuse(403));
 *     Verdict verdict = judge.verdict(since);
 * }
 * }</pre>
 */
public interface Judge extends AutoCloseable {

    /** A judge in this JVM on a free loopback port, with the journal in memory only. */
    static Judge start() {
        return start(null);
    }

    /** The same with the journal also as JSON lines in a file; null for none. */
    static Judge start(Path journal) {
        return new LocalJudge(journal);
    }

    int port();

    /** The address to register for a server; names are letters, digits, {@code _} and {@code -}. */
    default String address(String server) {
        return address(server, port());
    }

    /** The address through a proxy on another port. */
    default String address(String server, int port) {
        return "ws://127.0.0.1:" + port + "/mcp/?token=" + server + Endpoint.TOKEN_TAIL;
    }

    /** Says that a server should be connected from now on, or should not; verdicts are given on these only. */
    void want(Collection<String> servers, boolean wanted);

    default void want(String server, boolean wanted) {
        want(List.of(server), wanted);
    }

    /** How to treat one server, or all, present and future, with null. */
    void behave(String server, Behaviour behaviour);

    /** Numbered calls for each initialised socket, so many a second; 0 stops them. */
    void calls(double perSecond);

    /**
     * What is called: a tool and its arguments as JSON in which {@code %d} becomes the number of the call; the result
     * must contain this number. Default: {@code echo} with {@code {"text":"call-%d"}}.
     */
    void tool(String name, String arguments);

    /** Sends one numbered call now on each initialised socket of the server. */
    void call(String server);

    /** Sends so many JSON-RPC pings at once; the replies must come in this order. Null: to all servers. */
    void pings(String server, int count);

    /** Sends a WebSocket ping to each open socket. Null: to all servers. */
    void webSocketPing(String server);

    /** Sends any text, as it is. */
    void send(String server, String text);

    /** Closes the open sockets with this code, or {@link Behaviour#RESET}. Null: those of all servers. */
    void close(String server, int code);

    /** How long a call or an initialize may take before it counts as lost; default 20 s. */
    void patience(Duration patience);

    /** The judge's clock, in nanoseconds: the {@code since} of a verdict. */
    long now();

    /** What happened since then. */
    Verdict verdict(long since);

    /** All sockets that were open at some time since then, in the order of their handshakes. */
    List<SeenSocket> sockets(long since);

    /** Forgets what is over, so that long runs stay small; verdicts on the time before are no longer possible. */
    void forget();

    /** Stops the endpoint: open sockets are closed. */
    @Override
    void close();
}
