package dev.mooring.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.connection.Conversation;
import dev.mooring.mcp.McpProperties;
import dev.mooring.mcp.backend.ToolBackends;
import dev.mooring.mcp.calls.CallLog;
import dev.mooring.mcp.content.Capabilities;
import dev.mooring.mcp.content.Prompts;
import dev.mooring.mcp.content.Resources;
import dev.mooring.mcp.routetool.Calculator;
import dev.mooring.mcp.routetool.RouteToolRegistry;
import dev.mooring.mcp.routetool.WorldClock;
import dev.mooring.mcp.tools.Catalogs;
import dev.mooring.mcp.tools.ToolCatalog;
import dev.mooring.ownership.FrameGate;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.springframework.context.ConfigurableApplicationContext;

/** The bridge as a connection sees it: the shipped route files in a real Camel context, without a connection. */
final class Bridge implements AutoCloseable {

    final DefaultCamelContext context = new DefaultCamelContext();
    final ObjectMapper mapper = JsonRpc.mapper();
    final CallSlots slots;
    private final AutoCloseable beans;
    private final AsyncProducer producer;

    /** With the routes for all the tools there are. */
    Bridge(McpProperties properties, RoutesBuilder... more) throws Exception {
        this(properties, ProtocolProperties.defaults(), more);
    }

    Bridge(McpProperties properties, ProtocolProperties limits, RoutesBuilder... more) throws Exception {
        this(new Beans(properties, limits), more);
    }

    /** With the beans of a Spring context, which is closed with this. */
    Bridge(ConfigurableApplicationContext spring) throws Exception {
        this(spring::getBean, spring);
    }

    private Bridge(Beans beans, RoutesBuilder... more) throws Exception {
        this(beans.byName::get, beans, more);
    }

    private Bridge(Function<String, Object> named, AutoCloseable beans, RoutesBuilder... more) throws Exception {
        this.beans = beans;
        context.disableJMX();
        for (String name : Beans.NAMES) {
            context.getRegistry().bind(name, named.apply(name));
        }
        slots = (CallSlots) named.apply("mcpCallSlots");
        for (String file : new String[] {"mcp-protocol", "mcp-tools-call", "tools/current-time", "tools/calculator"}) {
            PluginHelper.getRoutesLoader(context).loadRoutes(PluginHelper.getResourceLoader(context)
                    .resolveResource("file:routes/" + file + ".camel.yaml"));
        }
        for (RoutesBuilder routes : more) {
            context.addRoutes(routes);
        }
        context.start();
        producer = context.getEndpoint("direct:mcp-frame").createAsyncProducer();
        producer.start();
    }

    /** Enters a frame; returns when the route has let go of the calling thread. */
    CompletableFuture<String> enter(long serverId, FrameGate gate, String frame) {
        return enter(serverId, gate, null, frame);
    }

    CompletableFuture<String> enter(long serverId, FrameGate gate, Conversation conversation, String frame) {
        Exchange exchange = producer.getEndpoint().createExchange(ExchangePattern.InOut);
        exchange.getMessage().setBody(frame);
        exchange.getMessage().setHeader(Frame.SERVER_ID, serverId);
        exchange.getMessage().setHeader(Frame.SERVER_NAME, "test");
        exchange.getMessage().setHeader(Frame.EPOCH, 7L);
        exchange.setProperty(FrameGate.PROPERTY, gate);
        exchange.setProperty(Conversation.PROPERTY, conversation);
        CompletableFuture<String> reply = new CompletableFuture<>();
        producer.process(exchange, doneSync -> {
            if (exchange.getException() != null) {
                reply.completeExceptionally(exchange.getException());
            } else {
                reply.complete((String) exchange.getMessage().getBody());
            }
        });
        return reply;
    }

    CompletableFuture<String> enter(String frame) {
        return enter(1, () -> true, frame);
    }

    /** The reply to a frame; null for none. */
    String send(String frame) throws Exception {
        return enter(frame).get(30, TimeUnit.SECONDS);
    }

    /** The result of a tool call with these arguments (JSON). */
    JsonNode call(String tool, String arguments) throws Exception {
        return mapper.readTree(send(callFrame("1", tool, arguments))).get("result");
    }

    static String callFrame(String id, String tool, String arguments) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":%s}}"
                .formatted(id, tool, arguments);
    }

    @Override
    public void close() throws Exception {
        context.close();
        beans.close();
    }

    /** What the routes call, put together without Spring and PostgreSQL. */
    private static final class Beans implements AutoCloseable {
        static final List<String> NAMES = List.of("routeToolRegistry", "mcpProtocol", "mcpTools", "mcpBatches", "mcpContent", "mcpCallSlots",
                "mcpCallThreads", "calculator", "worldClock");
        final Map<String, Object> byName = new HashMap<>();
        private final ExecutorService threads;
        private final ToolBackends backends;

        Beans(McpProperties properties, ProtocolProperties limits) {
            RouteToolRegistry registry = new RouteToolRegistry();
            ObjectMapper mapper = JsonRpc.mapper();
            threads = CallThreads.create(2 * properties.maxCalls() + 64);
            backends = new ToolBackends(registry, threads, mapper, properties);
            ToolCatalog catalog = Catalogs.ofRoutes(backends, registry, threads, properties);
            byName.put("routeToolRegistry", registry);
            Capabilities capabilities = new Capabilities(catalog, backends, threads);
            byName.put("mcpProtocol", new McpProtocol(mapper, "test", properties.toolTimeout(), capabilities));
            byName.put("mcpTools", new ToolRequests(catalog, backends, properties, limits, new ResultFit(mapper),
                    CallLog.off()));
            byName.put("mcpBatches", new Batches(mapper));
            byName.put("mcpContent", new ContentRequests(new Prompts(capabilities, backends),
                    new Resources(capabilities, backends, properties.pageSize()), backends));
            byName.put("mcpCallSlots", new CallSlots(properties));
            byName.put("mcpCallThreads", threads);
            byName.put("calculator", new Calculator());
            byName.put("worldClock", new WorldClock(Clock.systemUTC()));
        }

        @Override
        public void close() {
            backends.close();
            threads.shutdownNow();
        }
    }
}
