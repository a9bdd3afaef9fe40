package dev.mooring.judge;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A judge in a process of its own, spoken to over its stdin and stdout, one JSON line a command and answer. It ends with
 * its stdin, so it cannot outlive the JVM that started it.
 */
public final class JudgeProcess implements Judge {

    static final ObjectMapper JSON = new ObjectMapper();

    /** One command; what a command does not need is null or 0. */
    record Command(String op, List<String> servers, String text, String more, double number, long since,
                   Behaviour behaviour) {
    }

    private final Process process;
    private final PrintWriter in;
    private final BufferedReader out;
    private final int port;

    private JudgeProcess(Process process) throws IOException {
        this.process = process;
        in = new PrintWriter(process.getOutputStream(), false, StandardCharsets.UTF_8);
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null || !line.startsWith("PORT ")) {
            process.destroyForcibly();
            throw new IOException("The judge's process did not tell its port but: " + line);
        }
        port = Integer.parseInt(line.substring(5));
    }

    /** Starts it on this JVM's class path; {@code journal} is where its JSON lines go, null for nowhere. */
    public static JudgeProcess start(Path journal) {
        try {
            List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
                    .toString(), "-Xmx512m", "-cp", System.getProperty("java.class.path"), JudgeMain.class.getName()));
            if (journal != null) {
                command.add(journal.toString());
            }
            return new JudgeProcess(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process, to pause it or to look whether it lives. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void want(Collection<String> servers, boolean wanted) {
        ask(new Command("want", List.copyOf(servers), null, null, wanted ? 1 : 0, 0, null));
    }

    @Override
    public void behave(String server, Behaviour behaviour) {
        ask(new Command("behave", null, server, null, 0, 0, behaviour));
    }

    @Override
    public void calls(double perSecond) {
        ask(new Command("calls", null, null, null, perSecond, 0, null));
    }

    @Override
    public void tool(String name, String arguments) {
        ask(new Command("tool", null, name, arguments, 0, 0, null));
    }

    @Override
    public void call(String server) {
        ask(new Command("call", null, server, null, 0, 0, null));
    }

    @Override
    public void pings(String server, int count) {
        ask(new Command("pings", null, server, null, count, 0, null));
    }

    @Override
    public void webSocketPing(String server) {
        ask(new Command("webSocketPing", null, server, null, 0, 0, null));
    }

    @Override
    public void send(String server, String text) {
        ask(new Command("send", null, server, text, 0, 0, null));
    }

    @Override
    public void close(String server, int code) {
        ask(new Command("close", null, server, null, code, 0, null));
    }

    @Override
    public void patience(Duration patience) {
        ask(new Command("patience", null, null, null, 0, patience.toNanos(), null));
    }

    @Override
    public long now() {
        return Long.parseLong(ask(new Command("now", null, null, null, 0, 0, null)));
    }

    @Override
    public Verdict verdict(long since) {
        try {
            return JSON.readValue(ask(new Command("verdict", null, null, null, 0, since, null)), Verdict.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<SeenSocket> sockets(long since) {
        try {
            return Arrays.asList(JSON.readValue(ask(new Command("sockets", null, null, null, 0, since, null)),
                    SeenSocket[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void forget() {
        ask(new Command("forget", null, null, null, 0, 0, null));
    }

    private synchronized String ask(Command command) {
        try {
            in.println(JSON.writeValueAsString(command));
            in.flush();
            String answer = out.readLine();
            if (answer == null || answer.startsWith("ERROR ")) {
                throw new IllegalStateException("The judge's process said: " + answer);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        in.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
