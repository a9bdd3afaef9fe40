package dev.mooring.judge;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A judge as a process: prints {@code PORT n}, then answers commands from stdin, and ends when stdin does. */
public final class JudgeMain {

    private JudgeMain() {
    }

    /** {@code args[0]}, if there, is the file for the journal. */
    public static void main(String[] args) throws IOException {
        PrintStream out = System.out;
        System.setOut(System.err);   // whatever a library prints must not get between the answers
        try (Judge judge = Judge.start(args.length == 0 ? null : Path.of(args[0]));
             BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            out.println("PORT " + judge.port());
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                try {
                    out.println(answer(judge, JudgeProcess.JSON.readValue(line, JudgeProcess.Command.class)));
                } catch (RuntimeException | IOException e) {
                    out.println("ERROR " + String.valueOf(e).replace('\n', ' '));
                }
            }
        }
    }

    private static String answer(Judge judge, JudgeProcess.Command command) throws IOException {
        String server = command.text();
        int number = (int) command.number();
        switch (command.op()) {
            case "want" -> judge.want(command.servers(), number == 1);
            case "behave" -> judge.behave(server, command.behaviour());
            case "calls" -> judge.calls(command.number());
            case "tool" -> judge.tool(command.text(), command.more());
            case "call" -> judge.call(server);
            case "pings" -> judge.pings(server, number);
            case "webSocketPing" -> judge.webSocketPing(server);
            case "send" -> judge.send(server, command.more());
            case "close" -> judge.close(server, number);
            case "patience" -> judge.patience(Duration.ofNanos(command.since()));
            case "forget" -> judge.forget();
            case "sockets" -> {
                return JudgeProcess.JSON.writeValueAsString(judge.sockets(command.since()));
            }
            case "now" -> {
                return Long.toString(judge.now());
            }
            case "verdict" -> {
                return JudgeProcess.JSON.writeValueAsString(judge.verdict(command.since()));
            }
            default -> throw new IllegalArgumentException("No such command: " + command.op());
        }
        return "OK";
    }
}
