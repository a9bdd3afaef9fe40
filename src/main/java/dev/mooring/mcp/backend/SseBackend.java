package dev.mooring.mcp.backend;

import io.modelcontextprotocol.client.transport.HttpClientSseClientTransport;
import io.modelcontextprotocol.spec.McpClientTransport;

/** A service behind HTTP with server-sent events, the transport of MCP 2024-11-05: its session is one long answer. */
final class SseBackend extends SessionBackend {

    private final Surroundings around;
    private final AccessTokens tokens;

    SseBackend(McpService service, Surroundings around, Runnable toolsChanged) {
        super(service, toolsChanged);
        this.around = around;
        this.tokens = AccessTokens.of(service, around);
    }

    @Override
    McpClientTransport transport(SessionLink link) {
        ServiceAddress address = ServiceAddress.of(service());
        return HttpClientSseClientTransport.builder(address.base()).sseEndpoint(address.endpoint())
                .jsonMapper(around.messages())
                .clientBuilder(new ServiceHttp(service(), around, tokens, link, true).asBuilder())
                .httpRequestCustomizer(ServiceHttp::trace).build();
    }
}
