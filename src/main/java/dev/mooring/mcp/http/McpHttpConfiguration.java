package dev.mooring.mcp.http;

import dev.mooring.api.ProblemWriter;
import dev.mooring.connection.ConnectionProperties;
import dev.mooring.mcp.protocol.FrameEntry;
import dev.mooring.security.Caller;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts the HTTP face on {@code /mcp/*}. */
@Configuration(proxyBeanMethods = false)
class McpHttpConfiguration {

    @Bean(destroyMethod = "close")
    McpSessions mcpSessions(@Qualifier("mcpCallThreads") ExecutorService threads) {
        return new McpSessions(threads);
    }

    @Bean
    ServletRegistrationBean<McpServlet> mcpServlet(ObjectProvider<CamelContext> camel, McpSessions sessions, Caller caller,
            JdbcClient sql, ProblemWriter problems, HttpFaceProperties properties, ConnectionProperties connection) {
        ServletRegistrationBean<McpServlet> servlet = new ServletRegistrationBean<>(new McpServlet(
                new FrameEntry(camel::getObject), sessions, caller, sql, problems, properties, connection.maxFrameSize()),
                "/mcp/*");
        servlet.setAsyncSupported(true);
        servlet.setName("mcp");
        return servlet;
    }
}
