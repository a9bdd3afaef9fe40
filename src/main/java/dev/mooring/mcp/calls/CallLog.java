package dev.mooring.mcp.calls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.api.ApiException;
import dev.mooring.api.Page;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers the calls of this instance and hands them to the store once a second; route step {@code calls} of
 * {@code routes/api-calls.camel.yaml}.
 */
public final class CallLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CallLog.class);
    private static final int LONGEST_ARGUMENTS = 2000;
    /** Records of all servers that go out at once; more would hold up what else goes to Redis on the same connection. */
    private static final int MOST_AT_ONCE = 2000;
    private final CallStore store;
    private final Supplier<String> instanceId;
    private final ObjectMapper mapper;
    private final int keep;
    private final boolean withArguments;
    private final Map<Long, Deque<CallRecord>> gathered = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "mcp-call-log");
        thread.setDaemon(true);
        return thread;
    });
    private final CallListener listener;
    private volatile boolean failing;

    CallLog(CallStore store, Supplier<String> instanceId, ObjectMapper mapper, CallLogProperties properties) {
        this(store, instanceId, mapper, properties, call -> { });
    }

    /** @param instanceId of this instance, asked when records are stored */
    CallLog(CallStore store, Supplier<String> instanceId, ObjectMapper mapper, CallLogProperties properties,
            CallListener listener) {
        this.store = store;
        this.instanceId = instanceId;
        this.mapper = mapper;
        this.keep = properties.recordedCalls();
        this.withArguments = properties.recordArguments();
        this.listener = listener;
        if (keep > 0) {
            clock.scheduleWithFixedDelay(this::flush, 1, 1, TimeUnit.SECONDS);
        }
    }

    /** One that records nothing. */
    public static CallLog off() {
        return new CallLog(null, null, null, new CallLogProperties(0, false));
    }

    /** The arguments as they may be recorded; null when they may not. */
    public String recorded(Map<String, Object> arguments) {
        if (!withArguments || keep == 0) {
            return null;
        }
        try {
            String text = mapper.writeValueAsString(arguments);
            return text.length() <= LONGEST_ARGUMENTS ? text : text.substring(0, LONGEST_ARGUMENTS) + "…";
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** Notes a call; never waits. */
    public void add(long serverId, CallRecord call) {
        listener.called(call);
        if (keep > 0) {
            gathered.compute(serverId, (id, calls) -> {
                Deque<CallRecord> all = calls == null ? new ArrayDeque<>() : calls;
                if (all.size() == keep) {
                    all.removeFirst();
                }
                all.addLast(call);
                return all;
            });
        }
    }

    void flush() {
        try {
            if (gathered.isEmpty()) {
                return;
            }
            String instance = instanceId.get();
            Map<Long, List<CallRecord>> records = new HashMap<>();
            List<Long> servers = List.copyOf(gathered.keySet());
            int each = Math.max(1, MOST_AT_ONCE / servers.size());
            for (Long server : servers) {
                Deque<CallRecord> calls = gathered.remove(server);
                if (calls != null) {
                    records.put(server, calls.stream().skip(Math.max(0, calls.size() - each))
                            .map(call -> call.by(instance)).toList());
                }
            }
            store.add(records, keep);
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                log.warn("The last calls cannot be recorded in Redis ({}); connections and calls go on", e.getMessage());
            }
            failing = true;
        }
    }

    /** @throws ApiException 503 while Redis is away */
    public Page<CallRecord> show(@Variable("id") long serverId, @Variable("firstRow") int firstRow, @Variable("page") int page,
                                 @Variable("size") int size) {
        List<CallRecord> all;
        try {
            all = store.read(serverId);
        } catch (RuntimeException e) {
            log.debug("The calls of server {} cannot be read", serverId, e);
            throw ApiException.of(503, "Redis, which has the last calls, cannot be reached right now. Try again in a few seconds.");
        }
        int from = Math.min(firstRow, all.size());
        return new Page<>(new ArrayList<>(all.subList(from, Math.min(from + size, all.size()))), page, size, all.size());
    }

    @Override
    public void close() {
        clock.shutdown();
        if (!failing) { // else it would hold up the end
            flush();
        }
    }
}
