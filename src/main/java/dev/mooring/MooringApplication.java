package dev.mooring;

import dev.mooring.launch.IndexedLoader;
import dev.mooring.simulator.SimulatorMain;
import dev.mooring.simulator.SimulatorProcess;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.dao.PersistenceExceptionTranslationAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Starts an instance; or, when an instance calls it so, the simulated XiaoZhi endpoint. No proxies: transactions are told
 * by TransactionTemplate, because to look for annotations in every method of every bean was felt at each start.
 */
@SpringBootApplication(
    exclude = {TransactionAutoConfiguration.class, AopAutoConfiguration.class,
        PersistenceExceptionTranslationAutoConfiguration.class},
    excludeName = { // dev.mooring.observe.CamelHealth says it better
        "org.apache.camel.spring.boot.actuate.health.CamelHealthCheckAutoConfiguration",
        "org.apache.camel.spring.boot.actuate.health.CamelAvailabilityCheckAutoConfiguration",
        // dev.mooring.tracing has what it needs of OpenTelemetry, and only when it is wanted
        "org.springframework.boot.actuate.autoconfigure.opentelemetry.OpenTelemetryAutoConfiguration",
        "org.springframework.boot.actuate.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration",
        "org.springframework.boot.actuate.autoconfigure.logging.otlp.OtlpLoggingAutoConfiguration"})
@ConfigurationPropertiesScan
public class MooringApplication {

    public static void main(String[] args) throws Exception {
        if (IndexedLoader.run(MooringApplication.class, args)) {
            return;
        }
        if (args.length == 4 && args[0].equals(SimulatorProcess.ARGUMENT)) {
            SimulatorMain.run(args[1], Integer.parseInt(args[2]), args[3]);
            return;
        }
        SpringApplication.run(MooringApplication.class, args);
    }
}
