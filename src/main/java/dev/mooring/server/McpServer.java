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
@NamedQuery(name = "McpServer.enable", query = """
        update McpServer s set s.enabled = :enabled, s.updatedAt = instant
        where s.id = :id and (:admin = true or s.userId = :user)""")
@NamedNativeQuery(name = "McpServer.enableSome", resultClass = Long.class, query = """
        update mcp_server set enabled = :enabled, updated_at = now()
        where id in (:ids) and (:admin or user_id = :user) and enabled <> :enabled returning id""")
@NamedNativeQuery(name = "McpServer.enableAll", resultClass = Long.class, query = """
        update mcp_server set enabled = :enabled, updated_at = now()
        where user_id = :user and enabled <> :enabled returning id""")
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
        enabled = input.enabled() == null ? enabled : input.enabled();
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
