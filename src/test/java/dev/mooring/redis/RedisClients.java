package dev.mooring.redis;

import dev.mooring.ownership.OwnershipProperties;
import dev.mooring.ownership.redis.RedisClientConfiguration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Makes the program's Redis client from an operator's properties, by Spring Boot and our own settings. */
final class RedisClients {

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({RedisAutoConfiguration.class, SslAutoConfiguration.class})
    @EnableConfigurationProperties(OwnershipProperties.class)
    @Import(RedisClientConfiguration.class)
    static class Program {
    }

    private RedisClients() {
    }

    /** The part of the program that talks to Redis; close it after use. */
    static ConfigurableApplicationContext from(List<String> properties) {
        return new SpringApplicationBuilder(Program.class).web(WebApplicationType.NONE).logStartupInfo(false)
                .run(Stream.concat(Stream.of("mooring.embedded.enabled=false"), properties.stream())
                        .map(property -> "--" + property).toArray(String[]::new));
    }
}
