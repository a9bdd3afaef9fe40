package dev.mooring.mcp.backend;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * MCP's own reference server, {@code @modelcontextprotocol/server-everything}, on Node.js: installed by npm into
 * {@code target/npm}, where there is npm; else the test that asks for it is skipped and says so.
 */
public final class NodeServer implements AutoCloseable {

    private static final String PACKAGE = "@modelcontextprotocol/server-everything";
    private static final String VERSION = "2026.8.31";
    private static final Path FOLDER = Path.of("target", "npm", "everything");
    /** The server listens on all addresses, on a port given beforehand; here on the loopback one, on any that is free. */
    private static final String LOOPBACK = """
            const net = require('net'), listen = net.Server.prototype.listen;
            net.Server.prototype.listen = function (port, ...rest) {
              this.once('listening', () => console.error('LISTENING ' + this.address().port));
              return listen.call(this, {port: Number(port), host: '127.0.0.1'}, ...rest.filter(r => typeof r === 'function'));
            };
            """;

    private final Process process;
    private final int port;

    private NodeServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** The arguments with which {@code node} runs the server; installs it first. */
    static synchronized List<String> arguments(String transport) throws IOException, InterruptedException {
        assumeTrue(runs("node", "--version") && runs("npm", "--version"),
                "SKIPPED: node and npm are not installed, so that MCP's reference server cannot be run");
        Path main = FOLDER.resolve("node_modules/" + PACKAGE + "/dist/index.js");
        if (!Files.exists(main)) {
            Files.createDirectories(FOLDER);
            Process npm = new ProcessBuilder("npm", "install", "--prefix", FOLDER.toAbsolutePath().toString(), "--no-save",
                    "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", PACKAGE + "@" + VERSION)
                    .redirectErrorStream(true).start();
            String said = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!npm.waitFor(5, TimeUnit.MINUTES) || npm.exitValue() != 0) {
                throw new AssertionError("npm could not install " + PACKAGE + ": " + said);
            }
        }
        Path preload = FOLDER.resolve("loopback.js");
        Files.writeString(preload, LOOPBACK);
        return List.of("-r", preload.toAbsolutePath().toString(), main.toAbsolutePath().toString(), transport);
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** @param transport {@code streamableHttp} or {@code sse} */
    public static NodeServer start(String transport) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("node");
        builder.command().addAll(arguments(transport));
        builder.environment().put("PORT", "0");
        Process process = builder.redirectErrorStream(true).start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("LISTENING ")) {
                Thread rest = new Thread(() -> output.lines().forEach(ignored -> { }), "node-output");
                rest.setDaemon(true);
                rest.start();
                return new NodeServer(process, Integer.parseInt(line.substring("LISTENING ".length())));
            }
        }
        throw new AssertionError("the server ended before it listened");
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
