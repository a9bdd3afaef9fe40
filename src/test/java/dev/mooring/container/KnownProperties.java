package dev.mooring.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The environment variables that set a property of the program or of Spring Boot. */
final class KnownProperties {

    private final Set<String> variables = new HashSet<>();

    KnownProperties() throws IOException {
        variables.add("MOORING_ADMIN_PASSWORD"); // application.yaml takes it by this name
        for (URL metadata : Collections.list(getClass().getClassLoader()
                .getResources("META-INF/spring-configuration-metadata.json"))) {
            for (JsonNode property : new ObjectMapper().readTree(metadata).path("properties")) {
                variables.add(property.get("name").asText().replace('.', '_').replace("-", "").toUpperCase(Locale.ROOT));
            }
        }
    }

    boolean has(String variable) {
        return variables.contains(variable);
    }
}
