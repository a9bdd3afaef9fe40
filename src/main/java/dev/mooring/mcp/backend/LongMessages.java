package dev.mooring.mcp.backend;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * Takes the long messages out of an answer and gives them to the session itself; the rest goes on to the transport.
 *
 * <p>The JDK's line subscriber, by which the SDK's transports read, looks at a line from its beginning for every 16 KB of
 * it: a message of 4 MB, which is one line, took 8 s, one of 8 MB 38 s.
 */
final class LongMessages<T> implements HttpResponse.BodySubscriber<T> {

    private static final int LONG = 64 * 1024;
    /** What is longer goes on, to be refused by the transport. */
    private static final int LONGEST = 64_000_000;
    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);

    private final HttpResponse.BodySubscriber<T> next;
    private final McpJsonMapper mapper;
    private final Consumer<McpSchema.JSONRPCMessage> session;
    private final boolean events;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream passedOn = new ByteArrayOutputStream();
    private Flow.Subscription subscription;

    private LongMessages(HttpResponse.BodySubscriber<T> next, McpJsonMapper mapper,
            Consumer<McpSchema.JSONRPCMessage> session, boolean events) {
        this.next = next;
        this.mapper = mapper;
        this.session = session;
        this.events = events;
    }

    /** The subscriber itself where the answer is of a type that has no messages. */
    static <T> HttpResponse.BodySubscriber<T> outOf(HttpResponse.ResponseInfo answer, HttpResponse.BodySubscriber<T> next,
            McpJsonMapper mapper, Consumer<McpSchema.JSONRPCMessage> session) {
        String type = answer.headers().firstValue("Content-Type").orElse("").toLowerCase(java.util.Locale.ROOT);
        boolean events = type.contains("text/event-stream");
        return events || type.contains("application/json") ? new LongMessages<>(next, mapper, session, events) : next;
    }

    @Override
    public CompletionStage<T> getBody() {
        return next.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        next.onSubscribe(given);
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
        for (ByteBuffer piece : pieces) {
            byte[] bytes = new byte[piece.remaining()];
            piece.get(bytes);
            int from = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    line.write(bytes, from, i + 1 - from);
                    from = i + 1;
                    endOfLine();
                }
            }
            line.write(bytes, from, bytes.length - from);
            if (line.size() > LONGEST) {
                passOnLine();
            }
        }
        if (passedOn.size() == 0) {
            subscription.request(1);
        } else {
            flush();
        }
    }

    private void endOfLine() {
        if (line.size() > LONG && taken(line.toByteArray())) {
            line.reset();
            // a comment to the one; to the other nothing that it could mistake for a message
            passedOn.writeBytes((events ? ":\n" : "{}\n").getBytes(StandardCharsets.US_ASCII));
        } else {
            passOnLine();
        }
    }

    private boolean taken(byte[] bytes) {
        int start = 0;
        if (events) {
            for (; start < DATA.length; start++) {
                if (bytes[start] != DATA[start]) {
                    return false;
                }
            }
        }
        try {
            session.accept(McpSchema.deserializeJsonRpcMessage(mapper,
                    new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8).strip()));
            return true;
        } catch (IOException | RuntimeException e) {
            return false; // part of a message, or none: the transport will tell
        }
    }

    private void passOnLine() {
        passedOn.writeBytes(line.toByteArray());
        line.reset();
    }

    private void flush() {
        ByteBuffer buffer = ByteBuffer.wrap(passedOn.toByteArray()).asReadOnlyBuffer();
        passedOn.reset();
        next.onNext(List.of(buffer));
    }

    @Override
    public void onError(Throwable failure) {
        next.onError(failure);
    }

    @Override
    public void onComplete() {
        endOfLine();
        if (passedOn.size() > 0) {
            flush();
        }
        next.onComplete();
    }
}
