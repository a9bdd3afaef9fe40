package dev.mooring.routes;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Component;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.DataFormatFactory;
import org.apache.camel.spi.EventNotifier;
import org.apache.camel.spi.Language;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.spi.RoutePolicyFactory;

/**
 * The running context's beans, lent to a context that only checks a file: without those that belong to one context, and
 * what learns its context from whoever uses it is told its own again afterwards.
 */
final class BorrowedBeans implements BeanRepository {

    private final CamelContext owner;
    private final Set<CamelContextAware> lent = Collections.newSetFromMap(new IdentityHashMap<>());

    BorrowedBeans(CamelContext owner) {
        this.owner = owner;
    }

    @Override
    public Object lookupByName(String name) {
        return name.endsWith("-component") ? null : lend(owner.getRegistry().lookupByName(name));
    }

    @Override
    public <T> T lookupByNameAndType(String name, Class<T> type) {
        return name.endsWith("-component") ? null : lend(owner.getRegistry().lookupByNameAndType(name, type));
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        Map<String, T> found = new LinkedHashMap<>();
        owner.getRegistry().findByTypeWithName(type).forEach((name, bean) -> {
            if (lend(bean) != null) {
                found.put(name, bean);
            }
        });
        return found;
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return new LinkedHashSet<>(findByTypeWithName(type).values());
    }

    private <T> T lend(T bean) {
        if (bean instanceof Component || bean instanceof CamelContext || bean instanceof Language
                || bean instanceof DataFormatFactory || bean instanceof LifecycleStrategy || bean instanceof EventNotifier
                || bean instanceof RoutesBuilder || bean instanceof RoutePolicyFactory) {
            return null;
        }
        if (bean instanceof CamelContextAware aware && aware.getCamelContext() == owner) {
            lent.add(aware);
        }
        return bean;
    }

    void giveBack() {
        lent.stream().filter(bean -> bean.getCamelContext() != owner).forEach(bean -> bean.setCamelContext(owner));
    }
}
