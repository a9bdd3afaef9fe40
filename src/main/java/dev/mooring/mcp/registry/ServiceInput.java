package dev.mooring.mcp.registry;

import dev.mooring.api.EndpointUrl;
import dev.mooring.api.Fields;
import dev.mooring.mcp.backend.Authentication;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a caller sends to register or change a service. When it is registered, {@code name} must be there, and
 * {@code url}, or {@code command} for a STDIO service; when it is changed, what is missing stays as it is.
 *
 * @param kind STREAMABLE_HTTP, which is also the default, SSE or STDIO; cannot be changed
 * @param shared whether all users may bind it; ADMIN only
 * @param forwardUser whether it is told whose server calls it
 * @param timeoutSeconds 1 to 600; 0 for the common one, {@code mooring.mcp.tool-timeout}
 * @param headers sent with each request; the value {@code ***} keeps the one there is
 * @param authentication {@code {"type": "NONE"}} for none; secrets that are missing stay as they are
 * @param environment of a STDIO service; the value {@code ***} keeps the one there is
 */
public record ServiceInput(String name, String kind, String url, String description, Boolean shared, Boolean forwardUser,
        Integer timeoutSeconds, Map<String, String> headers, Authentication authentication, String command,
        List<String> arguments, Map<String, String> environment) {

    /** What stands for a secret in answers. */
    static final String MASK = "***";
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final Set<String> KINDS = Set.of("STREAMABLE_HTTP", "SSE", "STDIO");
    private static final int MAX_ENTRIES = 50;
    private static final int MAX_VALUE = 4000;
    /** What HTTP itself, or the transport, sets. */
    private static final Set<String> RESERVED = Set.of("connection", "content-length", "expect", "host", "upgrade",
            "transfer-encoding", "content-type", "accept", "cache-control", "mcp-session-id", "mcp-protocol-version",
            "last-event-id");

    /**
     * @param before null when it is registered
     * @throws dev.mooring.api.ApiException 400
     */
    void requireValid(McpService before) {
        boolean create = before == null;
        Fields fields = Fields.check().text("description", description, 2000);
        if (create || name != null) {
            fields.name("name", name, 200);
        }
        if (kind != null && !KINDS.contains(kind)) {
            fields.refuse("kind", "must be STREAMABLE_HTTP, SSE or STDIO");
        } else if (kind != null && !create && !kind.equals(before.kind().name())) {
            fields.refuse("kind", "cannot be changed; register another service");
        }
        if (timeoutSeconds != null && (timeoutSeconds < 0 || timeoutSeconds > 600)) {
            fields.refuse("timeoutSeconds", "must be between 1 and 600, or 0 for the common timeout");
        }
        if (create ? isProgram() : before.kind() == McpService.Kind.STDIO) {
            checkProgram(fields, create);
        } else {
            checkAddress(fields, create, before);
        }
        fields.throwIfRefused();
    }

    boolean isProgram() {
        return "STDIO".equals(kind);
    }

    private void checkProgram(Fields fields, boolean create) {
        if (create || command != null) {
            fields.name("command", command, 1000);
        }
        List<String> given = arguments == null ? List.of() : arguments;
        if (given.size() > MAX_ENTRIES) {
            fields.refuse("arguments", "must not be more than " + MAX_ENTRIES);
        } else {
            for (int i = 0; i < given.size(); i++) {
                fields.text("arguments[" + i + "]", given.get(i), MAX_VALUE);
                if (given.get(i) == null) {
                    fields.refuse("arguments[" + i + "]", "must be a string");
                }
            }
        }
        entries(fields, "environment", environment, "[A-Za-z_][A-Za-z0-9_]*", "letters, digits and _");
        String only = "is for services that are reached over HTTP; this one is a program";
        refuse(fields, "url", url, only);
        refuse(fields, "headers", headers, only);
        refuse(fields, "authentication", authentication, only);
        refuse(fields, "forwardUser", Boolean.TRUE.equals(forwardUser) ? forwardUser : null, only);
    }

    private void checkAddress(Fields fields, boolean create, McpService before) {
        if (create || url != null) {
            fields.url("url", EndpointUrl.refusal(url, SCHEMES));
        }
        entries(fields, "headers", headers, "[A-Za-z0-9!#$%&'*+.^_`|~-]+", "characters that a header's name may have");
        if (headers != null) {
            headers.keySet().stream().filter(name -> RESERVED.contains(name.toLowerCase(java.util.Locale.ROOT)))
                    .forEach(name -> fields.refuse("headers." + name, "is set by the transport itself"));
            headers.values().stream().filter(value -> value != null && !headerValue(value)).findFirst().ifPresent(
                    value -> fields.refuse("headers", "has a value with characters that a header cannot hold"));
        }
        if (authentication != null) {
            AuthenticationCheck.check(fields, authentication, create ? Authentication.NONE : before.authentication());
        }
        String only = "is for STDIO services; this one is reached over HTTP";
        refuse(fields, "command", command, only);
        refuse(fields, "arguments", arguments, only);
        refuse(fields, "environment", environment, only);
    }

    private static void refuse(Fields fields, String field, Object value, String reason) {
        if (value != null) {
            fields.refuse(field, reason);
        }
    }

    private static void entries(Fields fields, String field, Map<String, String> entries, String names, String allowed) {
        if (entries == null) {
            return;
        }
        if (entries.size() > MAX_ENTRIES) {
            fields.refuse(field, "must not have more than " + MAX_ENTRIES + " entries");
            return;
        }
        entries.forEach((name, value) -> {
            if (!name.matches(names) || name.length() > 200) {
                fields.refuse(field, "has a name that is empty, too long or of others than " + allowed);
            } else if (value == null) {
                fields.refuse(field + "." + name, "must be a string");
            } else {
                fields.text(field + "." + name, value, MAX_VALUE);
            }
        });
    }

    /** Visible ASCII, with blanks between: what every server reads in the same way. */
    static boolean headerValue(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c < 127);
    }

    @Override
    public String toString() {
        return "ServiceInput[" + name + "]";
    }
}
