package dev.mooring.mcp.registry;

import dev.mooring.api.EndpointUrl;
import dev.mooring.api.Fields;
import dev.mooring.mcp.backend.Authentication;
import dev.mooring.mcp.backend.Authentication.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks what a caller sends as {@code authentication}, and shows of what is stored whatever is no secret. */
final class AuthenticationCheck {

    private static final int MAX = 4000;
    private static final Map<Type, Set<String>> WANTED = Map.of(
            Type.NONE, Set.of(),
            Type.BEARER, Set.of("token"),
            Type.BASIC, Set.of("username", "password"),
            Type.API_KEY, Set.of("key"),
            Type.OAUTH2_CLIENT_CREDENTIALS, Set.of("tokenUrl", "clientId", "clientSecret"),
            Type.OAUTH2_REFRESH_TOKEN, Set.of("tokenUrl", "clientId", "refreshToken"));
    private static final Map<Type, Set<String>> POSSIBLE = Map.of(
            Type.API_KEY, Set.of("header", "prefix"),
            Type.OAUTH2_CLIENT_CREDENTIALS, Set.of("scope"),
            Type.OAUTH2_REFRESH_TOKEN, Set.of("scope", "clientSecret"));

    private AuthenticationCheck() {
    }

    /** @param before what is stored: secrets that are there need not be sent again */
    static void check(Fields fields, Authentication given, Authentication before) {
        if (given.type() == null || Arrays.stream(Type.values()).noneMatch(type -> type.name().equals(given.type()))) {
            fields.refuse("authentication.type",
                    "must be " + Arrays.stream(Type.values()).map(Type::name).collect(Collectors.joining(", ")));
            return;
        }
        Type type = Type.valueOf(given.type());
        Authentication whole = given.completedBy(before);
        boolean refreshTokenKept = before.type().equals(given.type());
        fields(whole).forEach((name, value) -> {
            String field = "authentication." + name;
            boolean wanted = WANTED.get(type).contains(name);
            if (value == null && wanted && !(name.equals("refreshToken") && refreshTokenKept)) {
                fields.refuse(field, "is missing");
            } else if (value != null && !wanted && !POSSIBLE.getOrDefault(type, Set.of()).contains(name)) {
                fields.refuse(field, "does not belong to the type " + type);
            } else if (value != null && (value.isBlank() || value.length() > MAX || !ServiceInput.headerValue(value))
                    && !name.equals("password") && !name.equals("username")) {
                fields.refuse(field, "must be visible ASCII characters, at most " + MAX);
            } else {
                fields.text(field, value, MAX);
            }
        });
        if (whole.header() != null && !whole.header().matches("[A-Za-z0-9_-]{1,100}")) {
            fields.refuse("authentication.header", "must be the name of a header");
        }
        if (whole.username() != null && whole.username().indexOf(':') >= 0) {
            fields.refuse("authentication.username", "must not contain ':'");
        }
        if (whole.tokenUrl() != null) {
            fields.url("authentication.tokenUrl", EndpointUrl.refusal(whole.tokenUrl(), Set.of("http", "https")));
        }
    }

    private static Map<String, String> fields(Authentication given) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("token", given.token());
        fields.put("username", given.username());
        fields.put("password", given.password());
        fields.put("header", given.header());
        fields.put("prefix", given.prefix());
        fields.put("key", given.key());
        fields.put("tokenUrl", given.tokenUrl());
        fields.put("clientId", given.clientId());
        fields.put("clientSecret", given.clientSecret());
        fields.put("scope", given.scope());
        fields.put("refreshToken", given.refreshToken());
        return fields;
    }

    /** Without its secrets; {@code hasCredentials} says that there are some. */
    static Map<String, Object> shown(Authentication stored) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("type", stored.type());
        shown.put("hasCredentials", !stored.type().equals(Type.NONE.name()));
        Map<String, String> open = new LinkedHashMap<>();
        open.put("username", stored.username());
        open.put("header", stored.header());
        open.put("prefix", stored.prefix());
        open.put("tokenUrl", EndpointUrl.masked(stored.tokenUrl()));
        open.put("clientId", stored.clientId());
        open.put("scope", stored.scope());
        open.forEach((name, value) -> {
            if (value != null) {
                shown.put(name, value);
            }
        });
        return shown;
    }
}
