package dev.mooring.mcp.backend;

import io.modelcontextprotocol.spec.McpClientTransport;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A service that is a program on this machine, spoken to over its standard input and output. It is started on use, and
 * again when it has ended; after an end without a session, or soon after its start, it is left alone for a while that
 * doubles each time, from 1 s to 1 min.
 */
final class StdioBackend extends SessionBackend {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    /** A program that has lived so long is started again at once. */
    private static final Duration STABLE = Duration.ofSeconds(10);

    private final Surroundings around;
    private Duration pause = Duration.ZERO;
    private long startedAt;
    private long notBefore = System.nanoTime();

    StdioBackend(McpService service, Surroundings around, Runnable toolsChanged) {
        super(service, toolsChanged);
        this.around = around;
    }

    @Override
    synchronized McpClientTransport transport(Consumer<Throwable> broken) {
        long wait = notBefore - System.nanoTime();
        if (wait > 0) {
            throw SessionEnd.of("ended right after its start; it is started again in %d s at the earliest"
                    .formatted(Duration.ofNanos(wait).toSeconds() + 1));
        }
        startedAt = System.nanoTime();
        return new StdioTransport(service(), around.messages(), end -> {
            ended();
            broken.accept(end);
        });
    }

    @Override
    synchronized void opened(boolean successfully) {
        if (!successfully) {
            ended();
        }
    }

    private synchronized void ended() {
        long now = System.nanoTime();
        if (now - startedAt > STABLE.toNanos()) {
            pause = Duration.ZERO;
            return;
        }
        if (notBefore - now > 0) {
            return;
        }
        pause = pause.isZero() ? FIRST_PAUSE
                : pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        notBefore = now + pause.toNanos();
    }
}
