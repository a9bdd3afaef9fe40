package dev.mooring.mcp.backend;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program of a STDIO service, and the end of it: of itself when its input ends, else by TERM, else by KILL. */
record ChildProcess(Process process) {

    private static final long PATIENCE_MILLIS = 700;
    /** What a program needs to find its files and its language; nothing else of ours, which may be secret. */
    private static final Set<String> INHERITED = Set.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "TERM", "LANG",
            "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "SYSTEMDRIVE", "PATHEXT", "COMSPEC",
            "APPDATA", "LOCALAPPDATA", "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "USERNAME", "PROGRAMFILES");

    /** @throws SessionEnd when it cannot be started */
    static ChildProcess start(McpService service) {
        List<String> command = new ArrayList<>();
        command.add(service.settings().command());
        command.addAll(service.settings().arguments());
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> !INHERITED.contains(name.toUpperCase(java.util.Locale.ROOT)));
        environment.putAll(service.settings().environment());
        try {
            return new ChildProcess(builder.start());
        } catch (IOException e) {
            boolean missing = String.valueOf(e.getMessage()).contains("error=2");
            throw SessionEnd.of("cannot be started: " + (missing ? "there is no such program" : "the system refuses it"));
        }
    }

    /** Completes when neither it nor anything that it has started is left. Its input has been closed before. */
    CompletableFuture<Void> end() {
        // a child's children are nobody's once it has ended: to be noted before
        List<ProcessHandle> tree = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        return ended(tree).thenCompose(over -> {
            living(tree).forEach(ProcessHandle::destroy);
            return ended(tree);
        }).thenAccept(over -> living(tree).forEach(ProcessHandle::destroyForcibly));
    }

    private static CompletableFuture<Void> ended(List<ProcessHandle> tree) {
        return CompletableFuture.allOf(tree.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Stream<ProcessHandle> living(List<ProcessHandle> tree) {
        return tree.stream().filter(ProcessHandle::isAlive);
    }
}
