package dev.mooring.routes;

import java.lang.reflect.Constructor;
import java.util.Arrays;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.ExtendedPropertyConfigurerGetter;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.ResolverHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes for another context a component of the same class and settings as the running context has by that name. */
final class FreshComponents implements ComponentResolver {

    private static final Logger LOG = LoggerFactory.getLogger(FreshComponents.class);

    private final CamelContext running;

    FreshComponents(CamelContext running) {
        this.running = running;
    }

    @Override
    public Component resolveComponent(String name, CamelContext context) throws Exception {
        Component original = running.hasComponent(name);
        if (original == null) { // not to be made in the running context for the sake of a check
            original = ResolverHelper.lookupComponentInRegistryWithFallback(running, name);
        }
        if (original == null) {
            original = running.getCamelContextExtension().getContextPlugin(ComponentResolver.class).resolveComponent(name, running);
        }
        if (original == null) {
            return null;
        }
        Component fresh = create(original.getClass());
        fresh.setCamelContext(context);
        PropertyConfigurer configurer = original.getComponentPropertyConfigurer();
        if (configurer instanceof ExtendedPropertyConfigurerGetter options) {
            for (String option : options.getAllOptions(original).keySet()) {
                copy(option, original, fresh, configurer, options);
            }
        }
        return fresh;
    }

    private void copy(String option, Component from, Component to, PropertyConfigurer configurer,
            ExtendedPropertyConfigurerGetter options) {
        try {
            Object value = options.getOptionValue(from, option, true);
            if (value != null) {
                configurer.configure(to.getCamelContext(), to, option, value, true);
            }
        } catch (RuntimeException e) {
            LOG.debug("The option {} of {} is not copied", option, from.getClass().getName(), e);
        }
    }

    /** By the constructor whose arguments the running context knows, for a component that needs any. */
    private Component create(Class<?> type) throws ReflectiveOperationException {
        for (Constructor<?> constructor : type.getConstructors()) {
            Object[] arguments = Arrays.stream(constructor.getParameterTypes())
                    .map(parameter -> running.getRegistry().findSingleByType(parameter)).toArray();
            if (Arrays.stream(arguments).noneMatch(java.util.Objects::isNull)
                    && Arrays.stream(constructor.getParameterTypes()).noneMatch(CamelContext.class::isAssignableFrom)) {
                return (Component) constructor.newInstance(arguments);
            }
        }
        throw new IllegalStateException("The component " + type.getName() + " cannot be made a second time to check a file");
    }
}
