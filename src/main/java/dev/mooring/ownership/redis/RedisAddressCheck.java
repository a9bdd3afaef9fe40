package dev.mooring.ownership.redis;

import dev.mooring.config.InvalidConfigurationException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/** Refuses an address that cannot be read before Spring Boot does, which would repeat the password in it. */
public final class RedisAddressCheck implements EnvironmentPostProcessor, Ordered {

    private static final String URL = "spring.data.redis.url";
    private static final Set<String> SCHEMES = Set.of("redis", "rediss");

    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 10;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        String url = environment.getProperty(URL);
        if (url != null && !url.isBlank() && !isReadable(url)) {
            throw new InvalidConfigurationException(URL, RedisFault.masked(url), "is not an address such as "
                    + "redis://user:password@host:6379/0; special characters in a password must be percent-encoded, "
                    + "or set spring.data.redis.host, .port and .password instead");
        }
    }

    private static boolean isReadable(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() != null && SCHEMES.contains(uri.getScheme());
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
