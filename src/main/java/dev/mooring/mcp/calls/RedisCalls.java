package dev.mooring.mcp.calls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.mooring.ownership.redis.RedisPipeline;
import io.lettuce.core.RedisFuture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A list {@code mcp:calls:{serverId}} for each server, the newest first; single-key commands, so that it works on a Cluster. */
final class RedisCalls implements CallStore {

    private static final ObjectMapper JSON = JsonMapper.builder().addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS).build();
    private static final Duration KEPT = Duration.ofDays(1);
    private final RedisPipeline redis;
    private final String prefix;

    /** @param prefix of all keys; usually empty */
    RedisCalls(RedisPipeline redis, String prefix) {
        this.redis = redis;
        this.prefix = prefix;
    }

    @Override
    public void add(Map<Long, List<CallRecord>> records, int keep) {
        redis.run(async -> {
            List<RedisFuture<?>> sent = new ArrayList<>();
            records.forEach((server, calls) -> {
                byte[] key = key(server);
                sent.add(async.lpush(key, calls.stream().map(RedisCalls::json).toArray(byte[][]::new)));
                sent.add(async.ltrim(key, 0, keep - 1));
                sent.add(async.expire(key, KEPT.toSeconds()));
            });
            return sent;
        });
    }

    @Override
    public List<CallRecord> read(long serverId) {
        List<CallRecord> calls = new ArrayList<>();
        for (Object list : redis.run(async -> List.of(async.lrange(key(serverId), 0, -1)))) {
            for (Object json : (List<?>) list) {
                try {
                    calls.add(JSON.readValue((byte[]) json, CallRecord.class));
                } catch (IOException e) {
                    // whoever wrote that, it is not one of us
                }
            }
        }
        return calls;
    }

    private byte[] key(long server) {
        return (prefix + "mcp:calls:" + server).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] json(CallRecord call) {
        try {
            return JSON.writeValueAsBytes(call);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record is always JSON", e);
        }
    }
}
