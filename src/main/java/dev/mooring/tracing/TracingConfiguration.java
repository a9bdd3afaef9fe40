package dev.mooring.tracing;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Switches traces on where there is a collector. OpenTelemetry is touched nowhere else. */
@Configuration(proxyBeanMethods = false)
@Conditional(TracingConfiguration.CollectorIsNamed.class)
class TracingConfiguration {

    /** {@code mooring.tracing.endpoint} is not empty. */
    static final class CollectorIsNamed implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return StringUtils.hasText(context.getEnvironment().getProperty("mooring.tracing.endpoint"));
        }
    }

    @Bean(destroyMethod = "close")
    OtlpTraces otlpTraces(TracingProperties properties) {
        return OtlpTraces.to(properties);
    }
}
