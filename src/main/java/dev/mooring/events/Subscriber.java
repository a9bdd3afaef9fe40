package dev.mooring.events;

import dev.mooring.api.EventStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * One open stream: events wait in a bounded queue, and a thread is used only while something waits. Nothing here blocks but
 * {@link #drain}, which writes.
 */
final class Subscriber {

    private final long userId;
    private final boolean admin;
    private final String token;
    private final Instant until;
    private final EventStream stream;
    private final int most;
    private final Executor threads;
    private final Deque<String> queue = new ArrayDeque<>();
    private boolean writing = true; // until the servlet's thread lets go
    private boolean over;

    /**
     * @param token looked at again from time to time
     * @param until when the token ends
     * @param most how many events may wait
     */
    Subscriber(long userId, boolean admin, String token, Instant until, EventStream stream, int most, Executor threads) {
        this.userId = userId;
        this.admin = admin;
        this.token = token;
        this.until = until;
        this.stream = stream;
        this.most = most;
        this.threads = threads;
    }

    long userId() {
        return userId;
    }

    boolean isAdmin() {
        return admin;
    }

    String token() {
        return token;
    }

    Instant until() {
        return until;
    }

    boolean mayHear(Long owner) {
        return admin || owner != null && owner == userId;
    }

    /** The first of it all, which is not counted. */
    void begin(String text) {
        enqueue(text, Integer.MAX_VALUE);
    }

    /**
     * An event, or a comment line.
     *
     * @return false when the reader is too slow for it: end it
     */
    boolean offer(String text) {
        return enqueue(text, most);
    }

    private boolean enqueue(String text, int limit) {
        synchronized (this) {
            if (over) {
                return true;
            }
            if (queue.size() >= limit) {
                return false;
            }
            queue.add(text);
        }
        wake();
        return true;
    }

    /** Ends the stream; what still waits is dropped, and the reader is told the reason if it reads. */
    void end(String farewell) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            queue.clear();
            queue.add(farewell);
        }
        wake();
    }

    /** The client is gone. */
    synchronized void gone() {
        over = true;
        queue.clear();
    }

    /**
     * What waits may be written from now on. Called once the answer's headers are out: two threads must not write them, and
     * the filters behind the servlet write some as well.
     */
    void release() {
        synchronized (this) {
            writing = false;
        }
        wake();
    }

    /** Whether it needs nothing more from anybody. */
    synchronized boolean isOver() {
        return over;
    }

    private void wake() {
        synchronized (this) {
            if (writing || queue.isEmpty()) {
                return;
            }
            writing = true;
        }
        try {
            threads.execute(this::drain);
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                writing = false; // the next event or heartbeat tries again
            }
        }
    }

    private void drain() {
        String text;
        while ((text = next()) != null) {
            if (!written(text)) {
                gone();
            }
        }
    }

    private boolean written(String text) {
        try {
            return stream.write(text);
        } catch (RuntimeException e) { // the container has taken the answer back
            return false;
        }
    }

    private String next() {
        synchronized (this) {
            String text = queue.poll();
            if (text != null) {
                return text;
            }
            writing = false;
            if (!over) {
                return null;
            }
        }
        stream.end();
        return null;
    }
}
