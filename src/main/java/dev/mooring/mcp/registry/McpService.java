package dev.mooring.mcp.registry;

import dev.mooring.mcp.backend.Authentication;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.PreUpdate;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.annotations.DynamicUpdate;

/**
 * A backend that offers tools. One without a user is built in: everybody sees it, nobody changes it. One that is shared is
 * seen by everybody and changed by its user, or an ADMIN.
 */
@Entity
@Table(name = "mcp_service")
@DynamicUpdate
@NamedQuery(name = "McpService.builtIn",
        query = "select min(s.id) from McpService s where s.userId is null and s.kind = Kind.ROUTES")
@NamedQuery(name = "McpService.count", query = """
        select count(s) from McpService s
        where (:admin = true or s.userId = :user or s.userId is null or s.shared = true)""")
@NamedQuery(name = "McpService.page", query = """
        select s from McpService s
        where (:admin = true or s.userId = :user or s.userId is null or s.shared = true) order by s.id""")
@NamedQuery(name = "McpService.find", query = """
        select s from McpService s
        where s.id = :id and (:admin = true or s.userId = :user or s.userId is null or s.shared = true)""")
@NamedQuery(name = "McpService.delete", query = """
        delete from McpService s
        where s.id = :id and s.userId is not null and (:admin = true or s.userId = :user)""")
@NamedQuery(name = "McpService.tools", query = "select t from McpTool t where t.serviceId = :id order by t.name")
@NamedQuery(name = "McpService.countTools", query = "select count(t) from McpTool t where t.serviceId = :id")
@NamedQuery(name = "McpService.servers", query = "select b.serverId from McpBinding b where b.serviceId = :id")
public class McpService {

    /** How the backend is reached; ROUTES are the Camel routes in {@code routes/tools/}. */
    public enum Kind { ROUTES, STREAMABLE_HTTP, SSE, STDIO }

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @Column(name = "user_id", updatable = false)
    private Long userId;

    @Column(nullable = false, length = 200)
    private String name;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, length = 32, updatable = false)
    private Kind kind;

    @Column(length = 2000)
    private String url;

    @Column(length = 2000)
    private String description;

    @Column(nullable = false)
    private boolean shared;

    @Column(name = "forward_user", nullable = false)
    private boolean forwardUser;

    @Column(name = "timeout_seconds")
    private Integer timeoutSeconds;

    // the next six are secrets, or may be
    @Column(columnDefinition = "text")
    private String headers;

    @Column(columnDefinition = "text")
    private String credentials;

    // its authorization server may replace it, which the backend then writes here
    @Column(name = "refresh_token", columnDefinition = "text")
    private String refreshToken;

    @Column(length = 1000)
    private String command;

    @Column(columnDefinition = "text")
    private String arguments;

    @Column(columnDefinition = "text")
    private String environment;

    // written by the sync, never here
    @Column(name = "synced_at", insertable = false, updatable = false)
    private Instant syncedAt;

    @Column(name = "sync_error", length = 2000, insertable = false, updatable = false)
    private String syncError;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @Column(name = "updated_at", nullable = false)
    private Instant updatedAt;

    protected McpService() {
    }

    McpService(long userId, ServiceInput input) {
        this.userId = userId;
        this.kind = input.kind() == null ? Kind.STREAMABLE_HTTP : Kind.valueOf(input.kind());
        change(input);
        this.createdAt = Instant.now();
        this.updatedAt = createdAt;
    }

    /** Changes what is given; null leaves it as it is. */
    void change(ServiceInput input) {
        name = input.name() == null ? name : input.name();
        url = input.url() == null ? url : input.url();
        description = input.description() == null ? description : input.description();
        shared = input.shared() == null ? shared : input.shared();
        forwardUser = input.forwardUser() == null ? forwardUser : input.forwardUser();
        if (input.timeoutSeconds() != null) {
            timeoutSeconds = input.timeoutSeconds() == 0 ? null : input.timeoutSeconds();
        }
        headers = input.headers() == null ? headers : merged(input.headers(), headers());
        command = input.command() == null ? command : input.command();
        arguments = input.arguments() == null ? arguments : StoredJson.write(input.arguments());
        environment = input.environment() == null ? environment : merged(input.environment(), environment());
        if (input.authentication() != null) {
            Authentication whole = input.authentication().completedBy(authentication());
            credentials = StoredJson.write(whole.withoutRefreshToken());
            if (!whole.type().equals("OAUTH2_REFRESH_TOKEN") || whole.refreshToken() != null) {
                refreshToken = whole.refreshToken();
            }
        }
    }

    /** The given entries; those whose value is masked keep the value they had. */
    private static String merged(Map<String, String> given, Map<String, String> before) {
        Map<String, String> merged = new LinkedHashMap<>();
        given.forEach((key, value) -> merged.put(key,
                value.equals(ServiceInput.MASK) && before.containsKey(key) ? before.get(key) : value));
        return StoredJson.write(merged);
    }

    @PreUpdate
    void touch() {
        updatedAt = Instant.now();
    }

    boolean builtIn() {
        return userId == null;
    }

    /** Whether it was registered by this user. */
    boolean isOf(long user) {
        return userId != null && userId == user;
    }

    boolean shared() {
        return shared;
    }

    boolean forwardUser() {
        return forwardUser;
    }

    Integer timeoutSeconds() {
        return timeoutSeconds;
    }

    /** With their values: answer them masked. */
    Map<String, String> headers() {
        return StoredJson.texts(headers);
    }

    /** With its secrets, the refresh token excepted. */
    Authentication authentication() {
        return StoredJson.authentication(credentials);
    }

    String command() {
        return command;
    }

    List<String> arguments() {
        return StoredJson.list(arguments);
    }

    /** With its values: answer them masked. */
    Map<String, String> environment() {
        return StoredJson.texts(environment);
    }

    public Long id() {
        return id;
    }

    String name() {
        return name;
    }

    Kind kind() {
        return kind;
    }

    /** May hold a secret in its query string: answer it masked. */
    String url() {
        return url;
    }

    String description() {
        return description;
    }

    Instant syncedAt() {
        return syncedAt;
    }

    String syncError() {
        return syncError;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    @Override
    public String toString() {
        return "McpService[" + id + "]";
    }
}
