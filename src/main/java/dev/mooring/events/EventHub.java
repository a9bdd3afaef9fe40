package dev.mooring.events;

import dev.mooring.api.ApiException;
import dev.mooring.api.EventStream;
import dev.mooring.mcp.protocol.CallThreads;
import dev.mooring.ownership.ClusterView;
import dev.mooring.ownership.HintListener;
import dev.mooring.security.LiveTokens;
import dev.mooring.security.User;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Everything between hints and streams happens on one thread: looking, finding what is different, handing it to each
 * stream's queue. So a stream's snapshot and the events after it fit together. Nothing happens while nobody listens.
 */
@Component
public final class EventHub implements HintListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);
    private static final Set<String> OF_SERVERS =
            Set.of("servers-changed", "connections-changed", "reconnect", "locks-released");
    /** What comes in a burst is looked at once. */
    private static final int GATHER_MILLIS = 100;
    private static final int OPEN_SECONDS = 10;

    private final Board board;
    private final ClusterView view;
    private final EventsProperties properties;
    private final LiveTokens tokens;
    private final EventTexts texts = new EventTexts();
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private final Set<Long> dirty = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean lookDue = new AtomicBoolean();
    private final ExecutorService writers;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "mooring-events");
        made.setDaemon(true);
        return made;
    });
    private volatile boolean listening;
    private volatile boolean stopping;
    private Future<?> ticking;
    private boolean wasDraining;
    private long nextHeartbeat;
    private long nextRefresh;

    EventHub(Pictures pictures, ClusterView view, EventsProperties properties, LiveTokens tokens) {
        this.board = new Board(pictures, view);
        this.view = view;
        this.properties = properties;
        this.tokens = tokens;
        this.writers = CallThreads.create(properties.maxStreams() + 8);
    }

    @Override
    public void heard(String type, Collection<?> ids) {
        if (!listening) {
            return;
        }
        if (OF_SERVERS.contains(type)) {
            for (Object id : ids) {
                if (id instanceof Number || String.valueOf(id).matches("[0-9]{1,18}")) {
                    dirty.add(Long.parseLong(String.valueOf(id)));
                }
            }
        }
        if (lookDue.compareAndSet(false, true)) {
            try {
                thread.schedule(() -> quietly(this::look), GATHER_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // the instance is stopping
            }
        }
    }

    /**
     * Opens a stream: its snapshot is sent, and what changes from then on.
     *
     * @return the stream's reader, to be told when it is gone
     * @throws ApiException 429 when the user has too many, 503 when the instance has, or is stopping
     */
    Subscriber open(User user, String token, EventStream stream) {
        Subscriber subscriber = new Subscriber(user.id(), user.role() == User.Role.ADMIN, token, tokens.until(token), stream,
                properties.queue(), writers);
        try {
            thread.submit(() -> begin(subscriber)).get(OPEN_SECONDS, TimeUnit.SECONDS);
            return subscriber;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiException.of(503, "The instance is stopping. Ask another one.");
        } catch (RejectedExecutionException | TimeoutException e) {
            subscriber.gone();
            throw ApiException.of(503, "Events cannot be given right now. Try again in a few seconds.");
        }
    }

    private void begin(Subscriber subscriber) {
        subscribers.removeIf(Subscriber::isOver);
        if (stopping) {
            throw ApiException.of(503, "The instance is stopping. Ask another one.");
        }
        if (subscribers.size() >= properties.maxStreams()) {
            throw ApiException.of(503, "This instance serves as many streams as it may (mooring.events.max-streams). Try "
                    + "again, or ask another one.");
        }
        if (subscribers.stream().filter(one -> one.userId() == subscriber.userId()).count()
                >= properties.maxStreamsPerUser()) {
            throw ApiException.of(429, "You have %d streams open here already (mooring.events.max-streams-per-user). "
                    .formatted(properties.maxStreamsPerUser()) + "Close one first.");
        }
        if (!listening) {
            startListening();
        } else { // others have known these for a while; whoever comes now wants to see what they have just done
            tell(subscriber.isAdmin() ? board.lookAtAll() : board.lookAtUser(subscriber.userId()));
            tell(board.lookAtCluster());
        }
        subscriber.begin(texts.snapshot(board.servers(subscriber.userId(), subscriber.isAdmin()),
                subscriber.isAdmin() ? board.instances() : null));
        subscribers.add(subscriber);
    }

    private void startListening() {
        listening = true; // before the look, so that no hint falls between the two
        try {
            board.fill();
        } catch (RuntimeException e) {
            listening = false;
            throw e;
        }
        wasDraining = isDraining();
        nextHeartbeat = System.nanoTime() + properties.heartbeat().toNanos();
        nextRefresh = System.nanoTime() + properties.refresh().toNanos();
        ticking = thread.scheduleWithFixedDelay(() -> quietly(this::tick), 1, 1, TimeUnit.SECONDS);
    }

    private void look() {
        lookDue.set(false); // before the set is emptied, so that whoever adds later schedules anew
        Set<Long> ids = new HashSet<>(dirty);
        dirty.removeAll(ids);
        tell(board.look(ids));
        tell(board.lookAtCluster());
    }

    private void tick() {
        subscribers.removeIf(Subscriber::isOver);
        if (subscribers.isEmpty()) {
            listening = false;
            ticking.cancel(false);
            board.clear();
            dirty.clear();
            return;
        }
        tell(board.lookAtCluster());
        boolean draining = isDraining();
        if (draining && !wasDraining) {
            endAll("draining", "This instance is being drained. Connect again, to another one.");
        }
        wasDraining = draining;
        Instant now = Instant.now();
        subscribers.stream().filter(one -> !now.isBefore(one.until())).forEach(one -> end(one, "token-expired",
                "The token has expired. Log in again."));
        if (System.nanoTime() - nextRefresh >= 0) {
            nextRefresh = System.nanoTime() + properties.refresh().toNanos();
            tell(board.lookAtAll());
        }
        if (System.nanoTime() - nextHeartbeat >= 0) {
            nextHeartbeat = System.nanoTime() + properties.heartbeat().toNanos();
            subscribers.forEach(one -> offer(one, EventTexts.COMMENT));
            checkTokens();
        }
    }

    /** A deleted user, a changed password or a deleted API token ends its streams; not knowing ends none. */
    private void checkTokens() {
        try {
            for (Subscriber one : subscribers) {
                boolean good = tokens.user(one.token()).filter(user -> user.id() == one.userId()
                        && (user.role() == User.Role.ADMIN) == one.isAdmin()).isPresent();
                if (!good && !one.isOver()) {
                    end(one, "token-revoked", "The token is valid no more. Log in again.");
                }
            }
        } catch (DataAccessException e) {
            LOG.debug("Tokens cannot be looked at now: {}", e.getClass().getSimpleName());
        }
    }

    private boolean isDraining() {
        return view.self().map(ClusterView.Member::phase).filter(ClusterView.Phase.DRAINING::equals).isPresent();
    }

    private void tell(List<Told> told) {
        for (Told one : told) {
            String text = null;
            for (Subscriber subscriber : subscribers) {
                if (subscriber.mayHear(one.userId())) {
                    text = text == null ? texts.event(one) : text;
                    offer(subscriber, text);
                }
            }
        }
    }

    private void offer(Subscriber subscriber, String text) {
        if (!subscriber.offer(text)) {
            end(subscriber, "too-slow", "More than %d events waited to be read (mooring.events.queue). Connect again; "
                    .formatted(properties.queue()) + "the snapshot says how things are then.");
        }
    }

    private void end(Subscriber subscriber, String reason, String detail) {
        subscriber.end(texts.end(reason, detail));
    }

    private void endAll(String reason, String detail) {
        subscribers.forEach(one -> end(one, reason, detail));
    }

    /** Before anything else is handed over or waited for: an open stream must not hold up the end of the program. */
    @EventListener(ContextClosedEvent.class)
    @Order(Ordered.HIGHEST_PRECEDENCE)
    public void stop() {
        stopping = true;
        thread.execute(() -> endAll("stopping", "This instance is stopping. Connect again, to another one."));
    }

    private static void quietly(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("Events are looked at again in a moment, now it failed ({})", e.getClass().getSimpleName());
            LOG.debug("Cause", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        writers.shutdownNow();
    }
}
