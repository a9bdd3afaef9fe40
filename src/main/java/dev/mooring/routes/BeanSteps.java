package dev.mooring.routes;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import org.apache.camel.CamelContext;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;

/** Finds steps that call a bean or a method that is not there, which Camel would tell only at the first call. */
final class BeanSteps {

    private BeanSteps() {
    }

    static void check(CamelContext context) throws RefusedFileException {
        for (RouteDefinition route : context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions()) {
            Collection<BeanDefinition> steps =
                    ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), BeanDefinition.class);
            for (BeanDefinition step : steps) {
                check(context, step);
            }
        }
    }

    private static void check(CamelContext context, BeanDefinition step) throws RefusedFileException {
        String name = step.getRef();
        if (name == null || name.contains("{{")) {
            return;
        }
        Object bean = context.getRegistry().lookupByName(name);
        if (bean == null) {
            throw new RefusedFileException(Math.max(0, step.getLineNumber()), "there is no bean '" + name + "'");
        }
        String method = step.getMethod();
        if (method != null && method.matches("[A-Za-z_$][\\w$]*")
                && Arrays.stream(bean.getClass().getMethods()).map(Method::getName).noneMatch(method::equals)) {
            throw new RefusedFileException(Math.max(0, step.getLineNumber()),
                    "the bean '%s' has no method '%s'".formatted(name, method));
        }
    }
}
