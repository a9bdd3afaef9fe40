package dev.mooring.mcp.backend;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import java.net.http.HttpClient;
import java.util.concurrent.Executor;

/**
 * What all backends of an instance share.
 *
 * @param mapper of messages
 * @param http its connections; redirects are not followed, so that no credentials go where nobody has registered them
 * @param threads for work that blocks
 */
record Surroundings(ObjectMapper mapper, HttpClient http, Executor threads, RefreshTokens refreshTokens,
        BackendProperties properties) {

    McpJsonMapper messages() {
        return new JacksonMcpJsonMapper(mapper);
    }
}
