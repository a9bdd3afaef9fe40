package dev.mooring.mcp.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads and writes JSON-RPC 2.0 messages. */
final class JsonRpc {

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() { };

    private JsonRpc() {
    }

    /**
     * The mapper of everything that comes from outside: numbers keep their digits, texts up to 20 million characters,
     * messages up to 64 million, at most 200 levels, nothing after the end.
     */
    static ObjectMapper mapper() {
        StreamReadConstraints limits = StreamReadConstraints.builder().maxNestingDepth(200)
                .maxStringLength(20_000_000).maxDocumentLength(64_000_000).maxNumberLength(1000).build();
        // keys are the peer's choice: interning them would let it fill the table that the whole process shares
        JsonFactory factory = JsonFactory.builder().streamReadConstraints(limits)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();
        return JsonMapper.builder(factory).enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();
    }

    /**
     * @return the request or notification; empty for a response, and for a notification that is none
     * @throws Rejected when it is neither
     */
    static Optional<JsonRpcRequest> read(ObjectMapper mapper, String frame) throws Rejected {
        JsonNode message = tree(mapper, frame);
        if (!message.isObject()) {
            throw new Rejected(null, ProtocolError.INVALID_REQUEST, "A message must be a JSON object");
        }
        JsonNode id = message.get("id");
        JsonNode method = message.get("method");
        if (method == null && (message.has("result") || message.has("error"))) {
            return Optional.empty();
        }
        if (id != null && !id.isTextual() && !id.isNumber()) {
            throw new Rejected(null, ProtocolError.INVALID_REQUEST, "id must be a string or a number");
        }
        if (!"2.0".equals(message.path("jsonrpc").textValue())) {
            throw new Rejected(id, ProtocolError.INVALID_REQUEST, "jsonrpc must be \"2.0\"");
        }
        if (method == null || !method.isTextual()) {
            throw new Rejected(id, ProtocolError.INVALID_REQUEST, "method must be a string");
        }
        JsonNode params = message.get("params");
        if (params != null && !params.isObject()) {
            if (id == null) {
                return Optional.empty(); // nobody waits for the complaint
            }
            throw new Rejected(id, ProtocolError.INVALID_PARAMS, "params must be an object");
        }
        return Optional.of(new JsonRpcRequest(id, method.textValue(),
                params == null ? Map.of() : mapper.convertValue(params, OBJECT)));
    }

    /** Writes a notification. */
    static Map<String, Object> notification(String method, Map<String, Object> params) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("jsonrpc", "2.0");
        message.put("method", method);
        message.put("params", params);
        return message;
    }

    static JsonNode tree(ObjectMapper mapper, String frame) throws Rejected {
        try {
            JsonNode tree = mapper.readTree(frame);
            if (tree == null || tree.isMissingNode()) {
                throw new Rejected(null, ProtocolError.PARSE_ERROR, "The frame is empty");
            }
            return tree;
        } catch (StreamConstraintsException e) {
            throw new Rejected(null, ProtocolError.PARSE_ERROR,
                    "The frame is nested too deeply, or holds a text or number that is too long");
        } catch (JsonProcessingException e) {
            throw new Rejected(null, ProtocolError.PARSE_ERROR, e.getLocation() == null ? "The frame is no JSON"
                    : "The frame is no JSON: line %d, column %d".formatted(
                            e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
        }
    }

    static Map<String, Object> result(JsonNode id, Object result) {
        Map<String, Object> message = message(id);
        message.put("result", result);
        return message;
    }

    /** @param id null where it could not be read */
    static Map<String, Object> error(JsonNode id, ProtocolError error) {
        Map<String, Object> message = message(id);
        message.put("error", Map.of("code", error.code(), "message", error.getMessage()));
        return message;
    }

    private static Map<String, Object> message(JsonNode id) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("jsonrpc", "2.0");
        message.put("id", id);
        return message;
    }

    /** A frame that is answered with an error before there is a request. */
    static final class Rejected extends Exception {
        private final transient JsonNode id;
        private final ProtocolError error;

        Rejected(JsonNode id, int code, String message) {
            super(message, null, false, false);
            this.id = id;
            this.error = new ProtocolError(code, message);
        }

        JsonNode id() {
            return id;
        }

        ProtocolError error() {
            return error;
        }
    }
}
