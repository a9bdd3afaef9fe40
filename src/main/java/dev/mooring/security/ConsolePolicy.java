package dev.mooring.security;

import dev.mooring.connection.RouteIds;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jolokia.server.core.restrictor.policy.PolicyRestrictor;
import org.springframework.stereotype.Component;

/**
 * What Jolokia answers: what {@code jolokia-access.xml} lists, and of that {@code start()} and {@code stop()} only on
 * the routes of servers. The others are not switched by hand: the API, heartbeats and stale detection hang on them, and
 * nothing would remember it or tell the other instances. Nor are the endpoint addresses of others told, which may hold
 * secrets. What the file does not name does not show either.
 */
@Component
public class ConsolePolicy extends PolicyRestrictor {

    private static final String FILE = "/jolokia-access.xml";
    private static final Set<String> SWITCHES = Set.of("start()", "stop()");
    private static final String ADDRESS = "EndpointUri";
    private static final Pattern NAME = Pattern.compile("<name>(.*?)</name>");

    private final List<ObjectName> shown;

    ConsolePolicy() {
        super(ConsolePolicy.class.getResourceAsStream(FILE));
        this.shown = names();
    }

    @Override
    public boolean isOperationAllowed(ObjectName name, String operation) {
        return super.isOperationAllowed(name, operation) && (!SWITCHES.contains(operation) || isServerRoute(name));
    }

    @Override
    public boolean isAttributeReadAllowed(ObjectName name, String attribute) {
        return super.isAttributeReadAllowed(name, attribute) && (!attribute.equals(ADDRESS) || isServerRoute(name));
    }

    @Override
    public boolean isObjectNameHidden(ObjectName name) {
        return shown.stream().noneMatch(known -> known.apply(name));
    }

    private static boolean isServerRoute(ObjectName name) {
        String quoted = name.getKeyProperty("name");
        return "routes".equals(name.getKeyProperty("type")) && quoted != null && quoted.startsWith("\"")
                && RouteIds.serverId(ObjectName.unquote(quoted)).isPresent();
    }

    private static List<ObjectName> names() {
        try (InputStream in = ConsolePolicy.class.getResourceAsStream(FILE)) {
            return NAME.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8)).results()
                    .map(found -> name(found.group(1))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectName name(String name) {
        try {
            return new ObjectName(name);
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(FILE + " names an MBean in a way that cannot be read: " + name, e);
        }
    }
}
