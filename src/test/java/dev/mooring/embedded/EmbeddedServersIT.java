package dev.mooring.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that come, go and are killed, on a data folder with a space in its name. */
class EmbeddedServersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private record User(Process process, BufferedReader output) {

        /** Waits until it uses the servers; what it said on the way, the last line being READY. */
        List<String> ready() throws IOException {
            List<String> lines = new ArrayList<>();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (line.startsWith("READY")) {
                    return lines;
                }
            }
            throw new AssertionError("It ended: " + lines);
        }

        void leave() throws Exception {
            process.getOutputStream().close();
            assertThat(process.waitFor(90, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        }
    }

    @TempDir
    Path temporary;
    private Path data;
    private final List<User> users = new ArrayList<>();

    @BeforeEach
    void nameTheFolder() {
        data = temporary.resolve("my data");
    }

    @AfterEach
    void leaveNothingBehind() {
        users.forEach(user -> user.process().destroyForcibly());
        killServers();
    }

    @Test
    void lastToLeave_stopsWhatTheFirstStarted() throws Exception {
        User first = start();
        assertThat(first.ready()).contains("READY 1 :1").anyMatch(line -> line.contains("PostgreSQL started"));
        collectGarbage(process("simulator.pid").orElseThrow()); // must not cost it the lock that says it runs
        User second = start();
        assertThat(second.ready()).contains("READY 2 :2").anyMatch(line -> line.contains("PostgreSQL joined"))
                .anyMatch(line -> line.contains("Redis joined")).anyMatch(line -> line.contains("endpoint joined"));
        List<ProcessHandle> servers = servers();
        assertThat(servers).hasSize(3);

        first.leave();
        assertThat(servers).allMatch(EmbeddedServersIT::isAlive);

        second.leave();
        await().atMost(PATIENCE).until(() -> servers.stream().noneMatch(EmbeddedServersIT::isAlive));
        assertThat(start().ready()).contains("READY 3 :3");
    }

    @Test
    void killedUser_countsNoMore() throws Exception {
        User killed = start();
        killed.ready();
        User second = start();
        second.ready();
        List<ProcessHandle> servers = servers();
        killed.process().destroyForcibly().waitFor();

        second.leave();

        await().atMost(PATIENCE).until(() -> servers.stream().noneMatch(EmbeddedServersIT::isAlive));
    }

    @Test
    void everythingKilled_nextStartRecoversWithItsData() throws Exception {
        User first = start();
        first.ready();
        List<ProcessHandle> servers = servers();
        // an append-only file is written to the kernel at once, which a kill -9 of Redis does not undo
        first.process().destroyForcibly().waitFor();
        killServers();
        await().atMost(PATIENCE).until(() -> servers.stream().noneMatch(EmbeddedServersIT::isAlive));

        assertThat(start().ready()).contains("READY 2 :2").anyMatch(line -> line.contains("PostgreSQL started"))
                .anyMatch(line -> line.contains("Redis started"));
    }

    @Test
    void simultaneousFirstStarts_shareOneOfEach() throws Exception {
        List<User> all = List.of(start(), start(), start());
        List<String> said = new ArrayList<>();
        for (User user : all) {
            said.addAll(user.ready());
        }
        assertThat(said).filteredOn(line -> line.contains("PostgreSQL started")).hasSize(1);
        assertThat(said).filteredOn(line -> line.contains("Redis started")).hasSize(1);
        assertThat(said).contains("READY 3 :3");
    }

    private User start() throws IOException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m", "-cp", System.getProperty("java.class.path"), EmbeddedUser.class.getName(),
                data.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        User user = new User(process, process.inputReader());
        users.add(user);
        return user;
    }

    private List<ProcessHandle> servers() {
        return List.of("postgres/postmaster.pid", "redis.pid", "simulator.pid").stream().map(this::process).flatMap(Optional::stream)
                .toList();
    }

    private void killServers() {
        servers().forEach(ProcessHandle::destroyForcibly);
    }

    private Optional<ProcessHandle> process(String pidFile) {
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(data.resolve(pidFile)).split("\\R")[0].strip()))
                    .filter(process -> isOurs(process.info().command().orElse("")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Not merely some process that has got the same id since. */
    private boolean isOurs(String command) {
        return command.contains(data.toString()) || command.startsWith(System.getProperty("java.home"));
    }

    private static void collectGarbage(ProcessHandle jvm) throws Exception {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        assertThat(new ProcessBuilder(jcmd, Long.toString(jvm.pid()), "GC.run").redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor()).isZero();
    }

    /** Where nobody reaps orphans a dead server stays as a zombie, which has no command. */
    private static boolean isAlive(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }
}
