package dev.mooring.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Every process that the testbed started; those left are killed when the JVM ends. */
final class Processes {

    private static final Set<ProcessHandle> STARTED = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> STARTED.forEach(Processes::killTree), "testbed-cleanup"));
    }

    private Processes() {
    }

    static Process start(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            STARTED.add(process.toHandle());
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not start " + builder.command().get(0), e);
        }
    }

    /** Sends a signal such as STOP or CONT, to this very process and only while it lives. */
    static void signal(ProcessHandle process, String signal) {
        if (!process.isAlive()) {
            throw new IllegalStateException("Process " + process.pid() + " does not live any more");
        }
        try {
            int status = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).inheritIO().start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill -" + signal + " " + process.pid() + " ended with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Asks it to end (SIGTERM), and kills it if it has not within this time; returns whether it ended by itself. */
    static boolean stop(Process process, Duration patience) {
        process.destroy();
        return ended(process, patience);
    }

    /** Kills it (SIGKILL), whether it is paused or not. */
    static void kill(Process process) {
        process.destroyForcibly();
        ended(process, Duration.ofSeconds(10));
    }

    private static boolean ended(Process process, Duration patience) {
        boolean ended = false;
        try {
            ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            killTree(process.toHandle());
        }
        STARTED.remove(process.toHandle());
        return ended;
    }

    private static void killTree(ProcessHandle process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
