package dev.mooring.mcp.backend;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * MCP over the standard input and output of a child process: one JSON message a line.
 *
 * <p>The SDK's own transport is not used: it hands its child this process's whole environment, in which there are our
 * secrets; it refuses a message while another is being sent; and it ends at a line that is no message.
 */
final class StdioTransport implements McpClientTransport {

    private static final Logger log = LoggerFactory.getLogger(StdioTransport.class);
    private static final int MAX_LINE = 64_000_000;
    private static final int MAX_UNSENT = 1000;

    private final McpService service;
    private final McpJsonMapper mapper;
    private final Consumer<Throwable> ended;
    private final BlockingQueue<String> unsent = new ArrayBlockingQueue<>(MAX_UNSENT);
    private volatile ChildProcess child;
    private boolean closed;

    /** @param ended told when the program has ended, or cannot be written to or read from any longer */
    StdioTransport(McpService service, McpJsonMapper mapper, Consumer<Throwable> ended) {
        this.service = service;
        this.mapper = mapper;
        this.ended = ended;
    }

    @Override
    public List<String> protocolVersions() {
        return List.of(ProtocolVersions.MCP_2024_11_05, ProtocolVersions.MCP_2025_03_26, ProtocolVersions.MCP_2025_06_18,
                ProtocolVersions.MCP_2025_11_25);
    }

    /** Starts the program. */
    @Override
    public Mono<Void> connect(Function<Mono<McpSchema.JSONRPCMessage>, Mono<McpSchema.JSONRPCMessage>> handler) {
        return Mono.fromRunnable(() -> {
            try {
                start(handler);
            } catch (SessionEnd e) {
                ended.accept(e);
            }
        });
    }

    private synchronized void start(Function<Mono<McpSchema.JSONRPCMessage>, Mono<McpSchema.JSONRPCMessage>> handler) {
        if (closed) {
            throw SessionEnd.unprocessed("was closed", null);
        }
        child = ChildProcess.start(service);
        Process process = child.process();
        process.onExit().thenAccept(over ->
                ended.accept(SessionEnd.of("ended (exit code %d)".formatted(over.exitValue()))));
        thread("in", () -> read(process.getInputStream(), handler));
        thread("err", () -> log(process.getErrorStream()));
        thread("out", () -> write(process.getOutputStream()));
    }

    private void thread(String what, Runnable work) {
        Thread thread = new Thread(work, "mcp-stdio-%d-%s".formatted(service.id(), what));
        thread.setDaemon(true);
        thread.start();
    }

    private void read(InputStream from, Function<Mono<McpSchema.JSONRPCMessage>, Mono<McpSchema.JSONRPCMessage>> handler) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
            for (String line = line(reader); line != null; line = line(reader)) {
                try {
                    handler.apply(Mono.just(McpSchema.deserializeJsonRpcMessage(mapper, line))).subscribe();
                } catch (IOException | RuntimeException e) {
                    log.debug("{}: a line of its output is no message of MCP: {}", service, e.getMessage());
                }
            }
        } catch (IOException e) {
            // the process has ended, which is told by its exit; or by what follows, when it still lives
        }
        ended.accept(SessionEnd.of("closed its output"));
    }

    /** @throws IOException also for a line that is too long */
    private static String line(BufferedReader reader) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = reader.read(); c != '\n'; c = reader.read()) {
            if (c < 0) {
                return null;
            }
            if (line.length() == MAX_LINE) {
                throw new IOException("a line is too long");
            }
            line.append((char) c);
        }
        return line.toString();
    }

    private void log(InputStream from) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
            for (String line = line(reader); line != null; line = line(reader)) {
                log.debug("{} says: {}", service, line.length() > 1000 ? line.substring(0, 1000) + "…" : line);
            }
        } catch (IOException e) {
            log.debug("{}: its standard error is closed", service);
        }
    }

    private void write(OutputStream to) {
        try (to) {
            while (true) {
                String message = unsent.take();
                if (message.isEmpty()) {
                    return;
                }
                to.write((message + "\n").getBytes(StandardCharsets.UTF_8));
                to.flush();
            }
        } catch (IOException e) {
            ended.accept(SessionEnd.of("ended, or closed its input"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Mono<Void> sendMessage(McpSchema.JSONRPCMessage message) {
        return Mono.fromRunnable(() -> {
            try {
                if (!unsent.offer(mapper.writeValueAsString(message))) {
                    throw SessionEnd.unprocessed("does not read what is sent to it", null);
                }
            } catch (IOException e) {
                throw new IllegalArgumentException("The message cannot be written as JSON", e);
            }
        });
    }

    /** Ends the program and whatever it has started; completes when it has ended. */
    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromFuture(() -> {
            synchronized (this) {
                closed = true;
            }
            if (!unsent.offer("")) {
                unsent.clear();
                unsent.add("");
            }
            return child == null ? CompletableFuture.completedFuture(null) : child.end();
        }, true);   // who no longer waits for the end does not spare the program
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return mapper.convertValue(data, type);
    }
}
