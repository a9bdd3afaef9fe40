package dev.mooring.tracing;

import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Switches traces on where there is a collector. OpenTelemetry is touched nowhere else. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("!'${mooring.tracing.endpoint:}'.isEmpty()")
class TracingConfiguration {

    @Bean(destroyMethod = "close")
    OtlpTraces otlpTraces(TracingProperties properties) {
        return OtlpTraces.to(properties);
    }
}
