package dev.mooring.mcp.registry;

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
import org.hibernate.annotations.DynamicUpdate;

/** A backend that offers tools. One without a user is built in: everybody sees it, nobody changes it. */
@Entity
@Table(name = "mcp_service")
@DynamicUpdate
@NamedQuery(name = "McpService.builtIn",
        query = "select min(s.id) from McpService s where s.userId is null and s.kind = Kind.ROUTES")
@NamedQuery(name = "McpService.count", query = """
        select count(s) from McpService s where (:admin = true or s.userId = :user or s.userId is null)""")
@NamedQuery(name = "McpService.page", query = """
        select s from McpService s where (:admin = true or s.userId = :user or s.userId is null) order by s.id""")
@NamedQuery(name = "McpService.find", query = """
        select s from McpService s
        where s.id = :id and (:admin = true or s.userId = :user or s.userId is null)""")
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
        this.kind = Kind.STREAMABLE_HTTP;
        this.name = input.name();
        this.url = input.url();
        this.description = input.description();
        this.createdAt = Instant.now();
        this.updatedAt = createdAt;
    }

    /** Changes what is given; null leaves it as it is. */
    void change(ServiceInput input) {
        name = input.name() == null ? name : input.name();
        url = input.url() == null ? url : input.url();
        description = input.description() == null ? description : input.description();
    }

    @PreUpdate
    void touch() {
        updatedAt = Instant.now();
    }

    boolean builtIn() {
        return userId == null;
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
