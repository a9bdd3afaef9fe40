package dev.mooring.security;

import dev.mooring.api.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.logout.LogoutFilter;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.CacheControlHeadersWriter;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Guards Hawtio and the Jolokia behind it with a login form, a session, a CSRF token and the role ADMIN. It comes before
 * {@link SecurityChain}, which keeps knowing no session; a request to Jolokia with a bearer token is that one's.
 */
@Configuration(proxyBeanMethods = false)
class ConsoleChain {

    static final String HAWTIO = "/actuator/hawtio";
    private static final String JOLOKIA = "/actuator/jolokia";

    private static final RequestMatcher PAGES = any(HAWTIO, HAWTIO + "/**");
    private static final RequestMatcher CALLS = any(JOLOKIA, JOLOKIA + "/**", HAWTIO + "/jolokia",
            HAWTIO + "/jolokia/**");
    /** Reach other hosts, or belong to ways of logging in that there are not. */
    private static final RequestMatcher UNUSED = any(HAWTIO + "/proxy/**", HAWTIO + "/keycloak/**",
            HAWTIO + "/auth/login");
    /** Files whose names change with what is in them. */
    private static final RequestMatcher CACHEABLE = any(HAWTIO + "/static/**");

    @Bean
    @Order(1)
    SecurityFilterChain consoleSecurity(HttpSecurity http, ConsoleLogin login, Users users,
            SecurityProperties properties, ProblemWriter problems) throws Exception {
        return http
                .securityMatcher(request -> PAGES.matches(request) || CALLS.matches(request) && !hasBearerToken(request))
                .csrf(csrf -> csrf.csrfTokenRepository(ConsoleCsrf.cookie()).csrfTokenRequestHandler(new ConsoleCsrf()))
                .httpBasic(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .authenticationManager(login::authenticate)
                .formLogin(form -> form.loginPage(ConsoleLogin.PATH)
                        .authenticationDetailsSource(HttpServletRequest::getRemoteAddr)
                        .defaultSuccessUrl(HAWTIO + "/", true).failureHandler(login::refuse))
                .logout(logout -> logout.logoutRequestMatcher(any(HAWTIO + "/auth/logout"))
                        .logoutSuccessUrl(ConsoleLogin.PATH))
                .authorizeHttpRequests(requests -> requests.requestMatchers(UNUSED).denyAll()
                        .requestMatchers(ConsoleChain::isUnprotectedCall).denyAll().anyRequest().hasRole("ADMIN"))
                .exceptionHandling(errors -> errors
                        .authenticationEntryPoint((request, response, e) -> {
                            if (CALLS.matches(request)) {
                                problems.write(request, response, 401, "Log in at " + HAWTIO
                                        + ", or send the bearer token of an ADMIN to " + JOLOKIA + ".");
                            } else {
                                response.sendRedirect(request.getContextPath() + ConsoleLogin.PATH);
                            }
                        })
                        .accessDeniedHandler((request, response, e) -> {
                            if (ConsoleLogin.POSTED.matches(request)) {
                                login.askAgain(request, response);
                            } else {
                                problems.write(request, response, 403, "This is refused. If it should not be, load Hawtio "
                                        + "again: the page may be older than the login.");
                            }
                        }))
                .headers(headers -> headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable)
                        .addHeaderWriter(new DelegatingRequestMatcherHeaderWriter(new NegatedRequestMatcher(CACHEABLE),
                                new CacheControlHeadersWriter())))
                .addFilterBefore(SecurityChain.databaseDown(problems), CsrfFilter.class)
                .addFilterBefore(new ConsoleSessions(users, properties), LogoutFilter.class)
                .addFilterBefore(login.page(), LogoutFilter.class)
                .build();
    }

    /**
     * Jolokia would stop a route on a GET, too, which needs no CSRF token and so could be a link on somebody's page. Left
     * is the bare GET by which Hawtio looks whether Jolokia is there.
     */
    private static boolean isUnprotectedCall(HttpServletRequest request) {
        return CALLS.matches(request) && !request.getMethod().equals("POST") && !(request.getMethod().equals("GET")
                && request.getQueryString() == null && request.getRequestURI().endsWith("/jolokia"));
    }

    private static boolean hasBearerToken(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length());
    }

    /** Patterns, not strings: Spring would ask Spring MVC about those, which does not know Jolokia's servlet. */
    private static RequestMatcher any(String... patterns) {
        return new OrRequestMatcher(Stream.of(patterns)
                .<RequestMatcher>map(PathPatternRequestMatcher.withDefaults()::matcher).toList());
    }
}
