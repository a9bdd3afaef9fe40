package dev.mooring.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody at the console without a browser: the login form, cookies, and Jolokia as Hawtio's page asks it. */
final class ConsoleSession {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final CookieManager cookies = new CookieManager();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(cookies).build();
    private final String url;

    ConsoleSession(String url) {
        this.url = url;
    }

    /** What the form answers: a redirect, or the page again. */
    HttpResponse<String> login(String username, String password) {
        Matcher token = FORM_TOKEN.matcher(get("/actuator/hawtio/login").body());
        if (!token.find()) {
            throw new AssertionError("the login page has no CSRF token");
        }
        return send(request("/actuator/hawtio/login").header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("username=" + encode(username) + "&password=" + encode(password) + "&_csrf="
                        + encode(token.group(1)))));
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    /** One request or a list of them, as JSON. */
    HttpResponse<String> jolokia(Object body) {
        return send(jolokiaRequest(body).header("X-XSRF-TOKEN", cookie("XSRF-TOKEN")));
    }

    JsonNode ask(Map<String, ?> body) {
        try {
            return JSON.readTree(jolokia(body).body());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    HttpRequest.Builder jolokiaRequest(Object body) {
        try {
            return request("/actuator/hawtio/jolokia").header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body instanceof String text ? text : JSON.writeValueAsString(body)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    String cookie(String name) {
        return cookies.getCookieStore().getCookies().stream().filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue).findFirst().orElse("");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
