package dev.mooring.observe.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.mooring.ownership.ServerLine;
import java.util.function.Function;
import org.slf4j.event.KeyValuePair;
import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/**
 * Adds to each JSON line the field {@code instance}, and to those about one server {@code serverId}, {@code serverName} and
 * {@code epoch}: taken from a {@link ServerLine} among the line's arguments, unless the thread's MDC has them already.
 * Costs nothing where logs are text. Named by {@code logging.structured.json.customizer} in application.yaml.
 */
public final class LineFields implements StructuredLoggingJsonMembersCustomizer<ILoggingEvent> {

    @Override
    public void customize(JsonWriter.Members<ILoggingEvent> members) {
        add(members, ServerLine.INSTANCE, event -> {
            ServerLine line = line(event);
            return line != null && line.instanceId() != null ? line.instanceId() : CurrentInstance.id();
        });
        add(members, ServerLine.SERVER_ID, of(line -> String.valueOf(line.serverId())));
        add(members, ServerLine.SERVER_NAME, of(ServerLine::printableName));
        add(members, ServerLine.EPOCH, of(line -> line.epoch() > 0 ? Long.toString(line.epoch()) : null));
    }

    /** A name must not be written twice. */
    private static void add(JsonWriter.Members<ILoggingEvent> members, String name, Function<ILoggingEvent, String> value) {
        members.add(name, (ILoggingEvent event) -> isThere(event, name) ? null : value.apply(event)).whenNotNull();
    }

    private static boolean isThere(ILoggingEvent event, String name) {
        if (event.getMDCPropertyMap().containsKey(name)) {
            return true;
        }
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                if (pair.key.equals(name)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Function<ILoggingEvent, String> of(Function<ServerLine, String> value) {
        return event -> {
            ServerLine line = line(event);
            return line == null ? null : value.apply(line);
        };
    }

    private static ServerLine line(ILoggingEvent event) {
        Object[] arguments = event.getArgumentArray();
        if (arguments != null) {
            for (Object argument : arguments) {
                if (argument instanceof ServerLine line) {
                    return line;
                }
            }
        }
        return null;
    }
}
