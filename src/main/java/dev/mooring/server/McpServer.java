package dev.mooring.server;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.PreUpdate;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.DynamicUpdate;

/**
 * A registered access point. The queries that routes use; {@code :user} is the caller, {@code :admin} whether others'
 * servers are the caller's too. Only changed columns are written, so that two changes side by side both stay.
 */
@Entity
@Table(name = "mcp_server")
@DynamicUpdate
@NamedQuery(name = "McpServer.count", query = "select count(s) from McpServer s where (:admin = true or s.userId = :user)")
@NamedQuery(name = "McpServer.page",
        query = "select s from McpServer s where (:admin = true or s.userId = :user) order by s.id")
@NamedQuery(name = "McpServer.find",
        query = "select s from McpServer s where s.id = :id and (:admin = true or s.userId = :user)")
@NamedQuery(name = "McpServer.delete",
        query = "delete from McpServer s where s.id = :id and (:admin = true or s.userId = :user)")
// a route that was stopped by hand starts again with the revision that its owner sees
@NamedNativeQuery(name = "McpServer.enable", query = """
        update mcp_server set revision = revision + case when stopped_by is null then 0 else 1 end,
        enabled = :enabled, stopped_by = null, stopped_at = null, updated_at = now()
        where id = :id and (:admin or user_id = :user)""")
@NamedNativeQuery(name = "McpServer.enableSome", resultClass = Long.class, query = """
        update mcp_server set revision = revision + case when stopped_by is null then 0 else 1 end,
        enabled = :enabled, stopped_by = null, stopped_at = null, updated_at = now()
        where id in (:ids) and (:admin or user_id = :user) and (enabled <> :enabled or stopped_by is not null) returning id""")
@NamedNativeQuery(name = "McpServer.enableAll", resultClass = Long.class, query = """
        update mcp_server set revision = revision + case when stopped_by is null then 0 else 1 end,
        enabled = :enabled, stopped_by = null, stopped_at = null, updated_at = now()
        where user_id = :user and (enabled <> :enabled or stopped_by is not null) returning id""")
public class McpServer {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @Column(name = "user_id", nullable = false, updatable = false)
    private long userId;

    @Column(nullable = false, length = 200)
    private String name;

    @Column(nullable = false, length = 2000)
    private String address;

    @Column(length = 2000)
    private String description;

    @Column(nullable = false)
    private boolean enabled;

    @Column(name = "stopped_by")
    private String stoppedBy;

    @Column(name = "stopped_at")
    private Instant stoppedAt;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @Column(name = "updated_at", nullable = false)
    private Instant updatedAt;

    protected McpServer() {
    }

    McpServer(long userId, String name, String address, String description, boolean enabled) {
        this.userId = userId;
        this.name = name;
        this.address = address;
        this.description = description;
        this.enabled = enabled;
        this.createdAt = Instant.now();
        this.updatedAt = createdAt;
    }

    /** Changes what is given; null leaves it as it is. */
    void change(ServerInput input) {
        name = input.name() == null ? name : input.name();
        address = input.address() == null ? address : input.address();
        description = input.description() == null ? description : input.description();
        if (input.enabled() != null && input.enabled() != enabled) {
            enabled = input.enabled();
            stoppedBy = null;
            stoppedAt = null;
        }
    }

    @PreUpdate
    void touch() {
        updatedAt = Instant.now();
    }

    public Long id() {
        return id;
    }

    String name() {
        return name;
    }

    /** Holds a secret: never log it, never answer it. */
    String address() {
        return address;
    }

    String description() {
        return description;
    }

    boolean enabled() {
        return enabled;
    }

    /** Who stopped its route by hand; null if nobody did. */
    String stoppedBy() {
        return stoppedBy;
    }

    Instant stoppedAt() {
        return stoppedAt;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    @Override
    public String toString() {
        return "McpServer[" + id + "]";
    }
}
