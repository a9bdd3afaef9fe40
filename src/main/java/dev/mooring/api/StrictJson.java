package dev.mooring.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The strict JSON of the REST API: unknown fields, doubled fields, and values of another type are errors, nothing is
 * converted silently. A bean of its own ({@code apiJson}), so that a changed {@code spring.jackson.*} cannot loosen it.
 */
@Configuration(proxyBeanMethods = false)
public class StrictJson {

    /** Routes name it in {@code unmarshal} and {@code marshal}; not a candidate where some ObjectMapper is asked for. */
    @Bean(defaultCandidate = false)
    public ObjectMapper apiJson() {
        return create();
    }

    static ObjectMapper create() {
        JsonMapper.Builder builder = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
        for (LogicalType type : new LogicalType[] {LogicalType.Textual, LogicalType.Boolean, LogicalType.Integer,
            LogicalType.Collection, LogicalType.POJO}) {
            builder.withCoercionConfig(type, config -> {
                for (CoercionInputShape shape : CoercionInputShape.values()) {
                    if (!isNatural(type, shape)) {
                        config.setCoercion(shape, CoercionAction.Fail);
                    }
                }
            });
        }
        ObjectMapper mapper = builder.build();
        mapper.getFactory().disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION);
        // bodies are small and flat; depth is where hostile ones hurt
        mapper.getFactory().setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(50).build());
        return mapper;
    }

    private static boolean isNatural(LogicalType type, CoercionInputShape shape) {
        return switch (shape) {
            case EmptyString, String -> type == LogicalType.Textual;
            case Boolean -> type == LogicalType.Boolean;
            case Integer -> type == LogicalType.Integer;
            case Array, EmptyArray -> type == LogicalType.Collection;
            default -> false;
        };
    }
}
