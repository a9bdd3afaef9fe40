package dev.mooring.mcp.routetool;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * {@code ai-tool:NAME}: a route that starts with it is a tool. Options: {@code description} (required),
 * {@code parameter.*} (see {@link ToolParameters}); Camel 4.22's {@code tags}, {@code title} and hints are accepted and
 * not used yet.
 *
 * <p>Found through {@code META-INF/services}, not as a Spring bean: each Camel context then has a component of its own,
 * and a context that only checks a file cannot disturb the one that runs.
 */
public final class AiToolComponent extends DefaultComponent {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final Set<String> NOT_USED = Set.of("tags", "title", "readOnlyHint", "destructiveHint",
            "idempotentHint", "openWorldHint", "returnDirect");

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        if (!NAME.matcher(remaining).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no name for a tool: 1 to 64 letters (a-z), digits, _ and -".formatted(remaining));
        }
        String description = getAndRemoveParameter(parameters, "description", String.class);
        if (description == null || description.isBlank()) {
            throw new IllegalArgumentException(
                    "The tool '%s' has no description; a model needs one to know when to call it".formatted(remaining));
        }
        parameters.keySet().removeAll(NOT_USED);
        ToolParameters declared = ToolParameters.takeFrom(parameters);
        return new AiToolEndpoint(uri, this, remaining, description.strip(), declared);
    }
}
