package dev.mooring.mcp.backend;

import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.util.function.Consumer;

/** A service behind streamable HTTP. */
final class StreamableHttpBackend extends SessionBackend {

    private final Surroundings around;
    private final ServiceHttp http;

    StreamableHttpBackend(McpService service, Surroundings around, Runnable toolsChanged) {
        super(service, toolsChanged);
        this.around = around;
        this.http = new ServiceHttp(service, around, null);
    }

    @Override
    McpClientTransport transport(Consumer<Throwable> broken) {
        ServiceAddress address = ServiceAddress.of(service());
        return HttpClientStreamableHttpTransport.builder(address.base()).endpoint(address.endpoint())
                .jsonMapper(around.messages()).clientBuilder(http.asBuilder()).build();
    }
}
