package dev.mooring.mcp.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** A tool of a service as last read; written by the sync, read-only here. */
@Entity
@Table(name = "mcp_tool")
@IdClass(McpTool.Key.class)
public class McpTool {

    /** A tool's name is unique within its service. */
    public record Key(Long serviceId, String name) implements Serializable {
    }

    @Id
    @Column(name = "service_id", updatable = false)
    private Long serviceId;

    @Id
    @Column(length = 200, updatable = false)
    private String name;

    @Column(updatable = false, columnDefinition = "text")
    private String description;

    @Column(name = "input_schema", nullable = false, updatable = false, columnDefinition = "text")
    private String inputSchema;

    protected McpTool() {
    }

    String name() {
        return name;
    }

    String description() {
        return description;
    }

    /** A JSON schema, as JSON text. */
    String inputSchema() {
        return inputSchema;
    }
}
