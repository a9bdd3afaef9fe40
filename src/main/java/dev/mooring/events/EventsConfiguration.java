package dev.mooring.events;

import dev.mooring.api.ProblemWriter;
import dev.mooring.security.Caller;
import dev.mooring.security.LiveTokens;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the streams on {@code /api/events}. */
@Configuration(proxyBeanMethods = false)
class EventsConfiguration {

    @Bean
    ServletRegistrationBean<EventsServlet> eventsServlet(ObjectProvider<EventHub> hub, Caller caller, LiveTokens tokens,
            ProblemWriter problems) {
        ServletRegistrationBean<EventsServlet> servlet =
                new ServletRegistrationBean<>(new EventsServlet(hub::getObject, caller, tokens, problems), "/api/events");
        servlet.setAsyncSupported(true);
        servlet.setName("events");
        return servlet;
    }
}
