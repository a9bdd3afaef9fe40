package dev.mooring.security;

import dev.mooring.api.ProblemWriter;
import dev.mooring.api.Problems;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.HeaderWriterFilter;

/**
 * Which request needs what. Without a token: login, the OpenAPI document, liveness and readiness. Everything else needs
 * one; users and the rest of actuator need the role ADMIN. No session, no cookie, hence no CSRF token.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecurityProperties.class)
class SecurityChain {

    static final String LOG_IN = "Log in with POST /api/auth/login and send the token as "
            + "'Authorization: Bearer <token>'.";

    @Bean
    JwtDecoder jwtDecoder(Tokens tokens) {
        return tokens.decoder();
    }

    @Bean
    SecurityFilterChain tokenChain(HttpSecurity http, Tokens tokens, ApiTokens apiTokens, ProblemWriter problems)
            throws Exception {
        AuthenticationEntryPoint unauthorized = (request, response, e) -> {
            boolean sent = request.getHeader("Authorization") != null;
            response.setHeader("WWW-Authenticate", sent ? "Bearer error=\"invalid_token\"" : "Bearer");
            problems.write(request, response, 401,
                    (sent ? "The token is expired or not valid here. " : "A token is missing. ") + LOG_IN);
        };
        return http
                .csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.withObjectPostProcessor(headersFirst()))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests
                        .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC).permitAll()
                        .requestMatchers(HttpMethod.POST, "/api/auth/login").permitAll()
                        .requestMatchers(HttpMethod.GET, "/api/openapi.json").permitAll()
                        .requestMatchers(HttpMethod.GET, "/actuator/health/liveness", "/actuator/health/readiness")
                        .permitAll()
                        .requestMatchers(HttpMethod.PUT, "/api/users/*/password").authenticated()
                        .requestMatchers("/api/users/**", "/api/cluster/instances/**", "/api/routes/**",
                                "/actuator/**").hasRole("ADMIN")
                        .anyRequest().authenticated())
                .oauth2ResourceServer(server -> server
                        .bearerTokenResolver(ApiTokenFilter.others())
                        .jwt(jwt -> jwt.jwtAuthenticationConverter(tokens))
                        .authenticationEntryPoint(unauthorized)
                        .accessDeniedHandler((request, response, e) -> forbidden(problems, request, response)))
                .exceptionHandling(errors -> errors
                        .authenticationEntryPoint(unauthorized)
                        .accessDeniedHandler((request, response, e) -> forbidden(problems, request, response)))
                .addFilterBefore(databaseDown(problems), BearerTokenAuthenticationFilter.class)
                .addFilterBefore(new ApiTokenFilter(apiTokens, unauthorized), BearerTokenAuthenticationFilter.class)
                .build();
    }

    /** An answer may be written by another thread while the one that took the request is on its way out of the filters. */
    private static ObjectPostProcessor<HeaderWriterFilter> headersFirst() {
        return new ObjectPostProcessor<>() {
            @Override
            public <T extends HeaderWriterFilter> T postProcess(T filter) {
                filter.setShouldWriteHeadersEagerly(true);
                return filter;
            }
        };
    }

    private static void forbidden(ProblemWriter problems, HttpServletRequest request, HttpServletResponse response)
            throws java.io.IOException {
        problems.write(request, response, 403, "This needs the role ADMIN. Ask an administrator.");
    }

    /** Reading the token's user fails while PostgreSQL is down: that is a 503, not a 401. */
    static Filter databaseDown(ProblemWriter problems) {
        return (request, response, chain) -> {
            try {
                chain.doFilter(request, response);
            } catch (RuntimeException e) {
                if (!Problems.isDatabaseDown(e)) {
                    throw e;
                }
                problems.write((HttpServletRequest) request, (HttpServletResponse) response, e);
            }
        };
    }
}
