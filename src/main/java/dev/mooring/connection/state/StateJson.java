package dev.mooring.connection.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.mooring.connection.ConnectionState;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A state as JSON: all fields, nulls too, times as ISO-8601 in UTC. The application's own JSON settings don't matter. */
final class StateJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private StateJson() {
    }

    static byte[] write(ConnectionState state) {
        try {
            return MAPPER.writeValueAsBytes(state);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A connection state can't be written as JSON", e);
        }
    }

    /** Empty when it is no state, whoever put it there. */
    static Optional<ConnectionState> read(byte[] json) {
        try {
            return Optional.of(MAPPER.readValue(new String(json, StandardCharsets.UTF_8), ConnectionState.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
