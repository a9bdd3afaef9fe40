package dev.mooring.mcp.backend;

import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpClientTransport;

/** A service behind streamable HTTP. */
final class StreamableHttpBackend extends SessionBackend {

    private final Surroundings around;
    private final AccessTokens tokens;

    StreamableHttpBackend(McpService service, Surroundings around, Runnable toolsChanged) {
        super(service, toolsChanged);
        this.around = around;
        this.tokens = AccessTokens.of(service, around);
    }

    @Override
    McpClientTransport transport(SessionLink link) {
        ServiceAddress address = ServiceAddress.of(service());
        return HttpClientStreamableHttpTransport.builder(address.base()).endpoint(address.endpoint())
                .jsonMapper(around.messages())
                .clientBuilder(new ServiceHttp(service(), around, tokens, link, false).asBuilder())
                .httpRequestCustomizer(ServiceHttp::nameCall).build();
    }
}
