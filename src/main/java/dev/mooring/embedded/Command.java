package dev.mooring.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs whose output goes to a file, never to ours: who waits for our output must not wait for theirs. */
public final class Command {

    /** A session of its own where the machine has setsid, so that a signal to our process group does not reach it. */
    private static final String SCRIPT = "trap '' INT HUP; command -v setsid >/dev/null && exec setsid \"$@\"; exec \"$@\"";

    private Command() {
    }

    /**
     * Runs a program to its end.
     *
     * @return its exit code; -1 when it was not there, or took longer than {@code seconds} and was killed
     */
    public static int run(Path output, int seconds, List<String> command) {
        try {
            Process process = quiet(new ProcessBuilder(command), output).start();
            if (process.waitFor(seconds, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            return -1;
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /**
     * Starts a program that outlives us and does not hear Ctrl+C in our terminal: ignored signals are inherited, and
     * HotSpot leaves an inherited ignored SIGINT and SIGHUP ignored. SIGTERM still stops it.
     */
    public static Process startDetached(Path output, List<String> command) throws IOException {
        List<String> all = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh"));
        all.addAll(command);
        ProcessBuilder builder = quiet(new ProcessBuilder(all), output);
        // options meant for us, such as a debugger's port, would stop a second JVM from starting
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().remove("JDK_JAVA_OPTIONS");
        return builder.start();
    }

    private static ProcessBuilder quiet(ProcessBuilder builder, Path output) {
        return builder.redirectInput(new File("/dev/null")).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    }
}
