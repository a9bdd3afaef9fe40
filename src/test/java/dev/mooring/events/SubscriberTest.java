package dev.mooring.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mooring.api.EventStream;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** A reader that stops reading, as its stream's queue sees it. */
class SubscriberTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch reads = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private volatile boolean gone;

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    /** An answer whose reader takes nothing until it is told to. */
    private AsyncContext unread() {
        MockHttpServletResponse response = new MockHttpServletResponse() {
            @Override
            public ServletOutputStream getOutputStream() {
                return new ServletOutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        try {
                            reads.await();
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                        if (gone) {
                            throw new IOException("reset");
                        }
                        read.write(b);
                    }

                    @Override
                    public boolean isReady() {
                        return true;
                    }

                    @Override
                    public void setWriteListener(WriteListener listener) {
                        throw new UnsupportedOperationException();
                    }
                };
            }
        };
        return new MockAsyncContext(new MockHttpServletRequest(), response) {
            @Override
            public void complete() {
                ended.countDown();
            }
        };
    }

    private Subscriber subscriber() {
        return new Subscriber(1, false, "t", Instant.MAX, new EventStream(unread()), 10, threads);
    }

    @Test
    void slowReader_isNotWaitedFor_andIsToldWhyItEnds() throws Exception {
        Subscriber slow = subscriber();
        slow.release();
        slow.begin("snapshot\n");
        int taken = 0;
        while (slow.offer("event\n")) {
            taken++; // at most the one that is being written and those that fit
        }
        assertThat(taken).isBetween(9, 11);
        slow.end("too slow\n");
        assertThat(slow.offer("late\n")).isTrue();
        reads.countDown();
        ended.await();
        assertThat(read.toString()).endsWith("too slow\n").doesNotContain("late");
    }

    @Test
    void readerGone_endsTheStreamAtTheNextWrite() throws Exception {
        Subscriber leaving = subscriber();
        gone = true;
        reads.countDown();
        leaving.begin("snapshot\n");
        leaving.release();
        ended.await();
        await().until(leaving::isOver);
    }

    @Test
    void onlyTheirOwn_orAllForAdmins() {
        Subscriber admin = new Subscriber(1, true, "t", Instant.MAX, new EventStream(unread()), 10, threads);
        assertThat(subscriber().mayHear(1L)).isTrue();
        assertThat(subscriber().mayHear(2L)).isFalse();
        assertThat(subscriber().mayHear(null)).isFalse();
        assertThat(admin.mayHear(2L)).isTrue();
        assertThat(admin.mayHear(null)).isTrue();
    }
}
