package dev.mooring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

@SpringBootApplication
@ConfigurationPropertiesScan
public class MooringApplication {
    public static void main(String[] args) {
        SpringApplication.run(MooringApplication.class, args);
    }
}
