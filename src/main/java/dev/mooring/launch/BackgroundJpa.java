package dev.mooring.launch;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;

/**
 * Lets Hibernate prepare itself on a thread of its own while the rest is put together: a quarter of a start. Spring waits
 * for it, and reports its failure, before anything is started.
 */
@Configuration(proxyBeanMethods = false)
class BackgroundJpa {

    @Bean
    static BeanPostProcessor jpaInBackground() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof AbstractEntityManagerFactoryBean factory) {
                    factory.setBootstrapExecutor(new SimpleAsyncTaskExecutor("jpa-start-"));
                }
                return bean;
            }
        };
    }
}
