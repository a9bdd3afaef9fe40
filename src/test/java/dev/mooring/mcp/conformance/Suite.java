package dev.mooring.mcp.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The official suite, {@code @modelcontextprotocol/conformance}, installed by npm into {@code target/npm/conformance}. */
final class Suite {

    static final String PACKAGE = "@modelcontextprotocol/conformance";
    private static final Path FOLDER = Path.of("target", "npm", "conformance").toAbsolutePath();
    private static final Pattern OUTCOME = Pattern.compile("(?m)^[✓✗] (\\S+): (\\d+) passed, (\\d+) failed");

    /** How many checks of a scenario passed and failed. */
    record Outcome(int passed, int failed) {
        boolean ok() {
            return failed == 0 && passed > 0;
        }
    }

    private final String version;
    private final String node;

    private Suite(String version, String node) {
        this.version = version;
        this.node = node;
    }

    /** Installs it; where that is not possible, the test that asks is skipped and says why. */
    static Suite install() throws IOException, InterruptedException {
        String node = said("node", "--version");
        assumeTrue(node != null && said("npm", "--version") != null,
                "SKIPPED: node and npm are not installed, so that the official conformance suite cannot be run");
        // the newest needs what Node.js has from 22 on
        boolean old = Integer.parseInt(node.strip().replaceAll("^v|\\..*", "")) < 22;
        String version = old ? "0.1.13" : "0.1.16";
        Path marker = FOLDER.resolve("installed-" + version);
        if (!Files.exists(marker)) {
            Files.createDirectories(FOLDER);
            String said = said("npm", "install", "--prefix", FOLDER.toString(), "--no-save", "--no-package-lock", "--no-audit",
                    "--no-fund", "--ignore-scripts", PACKAGE + "@" + version);
            assumeTrue(said != null, "SKIPPED: npm could not install " + PACKAGE + ", so that it cannot be run");
            Files.createFile(marker);
        }
        return new Suite(version, node.strip());
    }

    String version() {
        return version;
    }

    String node() {
        return node;
    }

    /** Runs a script of the tests beside the suite's modules; it listens on the port that it prints. */
    Script start(String resource) throws IOException {
        Path script = FOLDER.resolve(resource);
        Files.copy(Path.of("src/test/resources/conformance", resource), script, StandardCopyOption.REPLACE_EXISTING);
        return new Script(new ProcessBuilder("node", script.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** Runs all scenarios for servers. */
    Map<String, Outcome> run(String url, String results) throws IOException, InterruptedException {
        String said = said("node", FOLDER.resolve("node_modules/" + PACKAGE + "/dist/index.js").toString(), "server", "--url",
                url, "--suite", "all", "-o", FOLDER.resolve(results).toString());
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        Matcher found = OUTCOME.matcher(String.valueOf(said));
        while (found.find()) {
            outcomes.put(found.group(1), new Outcome(Integer.parseInt(found.group(2)), Integer.parseInt(found.group(3))));
        }
        return outcomes;
    }

    /** What the command wrote; null when it is not there, or for npm when it failed. */
    private static String said(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(new ArrayList<>(List.of(command))).redirectErrorStream(true).start();
        } catch (IOException e) {
            return null;
        }
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        return !ended || command[0].equals("npm") && process.exitValue() != 0 ? null : said;
    }

    /** A script that runs until it is closed, or until this process ends. */
    static final class Script implements AutoCloseable {
        private final Process process;
        private final int port;

        Script(Process process) throws IOException {
            this.process = process;
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            String line = output.readLine();
            if (line == null || !line.startsWith("port ")) {
                throw new AssertionError("the script ended before it listened: " + line);
            }
            this.port = Integer.parseInt(line.substring("port ".length()));
        }

        String url() {
            return "http://127.0.0.1:" + port + "/mcp";
        }

        @Override
        public void close() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }
}
