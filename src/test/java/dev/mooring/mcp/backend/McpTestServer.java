package dev.mooring.mcp.backend;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.slf4j.LoggerFactory;

/** A streamable HTTP MCP server that is not ours: the MCP Java SDK's, in a Tomcat on a loopback port. */
public final class McpTestServer implements AutoCloseable {

    public final AtomicInteger calls = new AtomicInteger();
    /** What each request is answered with instead, by its headers' value; 0 lets it pass. */
    public volatile ToIntFunction<HttpServletRequest> gate = request -> 0;
    /** Sessions that were opened. */
    public final AtomicInteger sessions = new AtomicInteger();
    private final String prefix;
    private CountDownLatch stopped;
    private Tomcat tomcat;
    private McpSyncServer server;
    private int port;

    /** @param prefix of what "greet" answers */
    public McpTestServer(String prefix) throws Exception {
        this.prefix = prefix;
        start();
    }

    public void start() throws Exception {
        stopped = new CountDownLatch(1);
        // without Spring Boot the level is DEBUG, and the SDK would log frames of megabytes
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.INFO);
        var transport = HttpServletStreamableServerTransportProvider.builder().maxRequestSize(64_000_000)
                .jsonMapper(new JacksonMcpJsonMapper(new ObjectMapper())).mcpEndpoint("/mcp").build();
        server = McpServer.sync(transport).serverInfo("test", "1").jsonMapper(new JacksonMcpJsonMapper(new ObjectMapper()))
                .capabilities(McpSchema.ServerCapabilities.builder().tools(true).build())
                .toolCall(tool("greet"), (exchange, request) -> text(prefix + request.arguments().get("name")))
                .toolCall(tool("refuse"), (exchange, request) -> McpSchema.CallToolResult.builder()
                        .addTextContent("I will not").isError(true).build())
                .toolCall(tool("hang"), (exchange, request) -> {
                    try {
                        stopped.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return text("late");
                }).build();
        tomcat = new Tomcat();
        File base = Files.createTempDirectory("mcp-test-server").toFile();
        base.deleteOnExit();
        tomcat.setBaseDir(base.getPath());
        tomcat.setPort(port);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("", base.getPath());
        var wrapper = Tomcat.addServlet(context, "mcp", transport);
        wrapper.setAsyncSupported(true);
        context.addServletMappingDecoded("/*", "mcp");
        FilterDef filter = new FilterDef();
        filter.setFilterName("gate");
        filter.setAsyncSupported("true");
        filter.setFilter((request, response, chain) -> {
            HttpServletRequest http = (HttpServletRequest) request;
            int refusal = gate.applyAsInt(http);
            if (refusal != 0) {
                ((HttpServletResponse) response).setStatus(refusal);
                return;
            }
            if (http.getMethod().equals("POST") && http.getHeader("mcp-session-id") == null) {
                sessions.incrementAndGet();
            }
            chain.doFilter(request, response);
        });
        FilterMap everything = new FilterMap();
        everything.setFilterName("gate");
        everything.addURLPattern("/*");
        context.addFilterDef(filter);
        context.addFilterMap(everything);
        tomcat.start();
        port = tomcat.getConnector().getLocalPort();
    }

    private McpSchema.CallToolResult text(String text) {
        calls.incrementAndGet();
        return McpSchema.CallToolResult.builder().addTextContent(text).build();
    }

    private static McpSchema.Tool tool(String name) {
        return McpSchema.Tool.builder().name(name).description("Does " + name).inputSchema(new McpSchema.JsonSchema("object",
                Map.of("name", Map.of("type", "string")), name.equals("greet") ? List.of("name") : List.of(), null, null, null)).build();
    }

    /** With a secret in it, as real ones have. */
    public String url() {
        return "http://127.0.0.1:" + port + "/mcp?token=s3cret";
    }

    /** Tells its clients that its tools changed. */
    public void tellToolsChanged() {
        server.notifyToolsListChanged();
    }

    /** Ends the server as a crash would: its sessions are forgotten. */
    public void stop() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
        stopped.countDown();
        server.close();
    }

    @Override
    public void close() throws LifecycleException {
        stop();
    }
}
