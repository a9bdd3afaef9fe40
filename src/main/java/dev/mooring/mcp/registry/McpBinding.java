package dev.mooring.mcp.registry;

import dev.mooring.server.McpServer;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;

/** A service offered through a server. Whoever may change the server may change its bindings. */
@Entity
@Table(name = "mcp_binding")
@NamedQuery(name = "McpBinding.count", query = "select count(b) from McpBinding b where b.serverId = :id")
@NamedQuery(name = "McpBinding.page", query = "select b from McpBinding b where b.serverId = :id order by b.id")
@NamedQuery(name = "McpBinding.find", query = """
        select b from McpBinding b where b.id = :bindingId and b.serverId = :id
        and (:admin = true or b.server.userId = :user)""")
@NamedQuery(name = "McpBinding.delete", query = """
        delete from McpBinding b where b.id = :bindingId and b.serverId = :id
        and exists (select 1 from McpServer s where s.id = b.serverId and (:admin = true or s.userId = :user))""")
public class McpBinding {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "server_id", nullable = false, updatable = false)
    private McpServer server;

    @Column(name = "server_id", insertable = false, updatable = false)
    private Long serverId;

    @Column(name = "service_id", nullable = false, updatable = false)
    private Long serviceId;

    @Column(columnDefinition = "text")
    private String tools;

    @Column(columnDefinition = "text")
    private String overrides;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    protected McpBinding() {
    }

    McpBinding(McpServer server, long serviceId, String tools, String overrides) {
        this.server = server;
        this.serviceId = serviceId;
        this.tools = tools;
        this.overrides = overrides;
        this.createdAt = Instant.now();
    }

    /** All tools of a service, also those that it gets later. */
    public static McpBinding toAllTools(McpServer server, long serviceId) {
        return new McpBinding(server, serviceId, null, null);
    }

    /**
     * @param tools a JSON array of names; null for all
     * @param overrides a JSON object of names and descriptions by the tools' own names; null for none
     */
    void choose(String tools, String overrides) {
        this.tools = tools;
        this.overrides = overrides;
    }

    Long id() {
        return id;
    }

    Long serviceId() {
        return serviceId;
    }

    String tools() {
        return tools;
    }

    String overrides() {
        return overrides;
    }

    Instant createdAt() {
        return createdAt;
    }

    @Override
    public String toString() {
        return "McpBinding[" + id + "]";
    }
}
