package dev.mooring.routes;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.RestConfiguration;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds a file's routes in a context that is thrown away afterwards: read, built and initialised, but never started. It
 * finds the beans and properties of the running context, and has components of its own.
 */
final class FileCheck {

    private static final Logger LOG = LoggerFactory.getLogger(FileCheck.class);

    private final CamelContext running;

    FileCheck(CamelContext running) {
        this.running = running;
    }

    /** @throws RefusedFileException if the file could not run */
    void check(Resource file, String content, List<FileItem> items) throws RefusedFileException {
        BorrowedBeans beans = new BorrowedBeans(running);
        DefaultCamelContext context = new DefaultCamelContext(new DefaultRegistry(beans));
        try {
            prepare(context);
            for (RoutesBuilder builder : PluginHelper.getRoutesLoader(context).findRoutesBuilders(List.of(file))) {
                context.addRoutes(builder);
            }
            instantiateTemplates(context);
            context.init();
        } catch (Exception | LinkageError e) {
            LOG.debug("{} is refused", file.getLocation(), e);
            throw Reason.of(e, content, items);
        } finally {
            close(context);
            beans.giveBack();
        }
    }

    private void prepare(DefaultCamelContext context) {
        context.disableJMX();
        context.setStartupSummaryLevel(StartupSummaryLevel.Off);
        context.getCamelContextExtension().setName("route-file-check");
        context.setApplicationContextClassLoader(running.getApplicationContextClassLoader());
        context.getCamelContextExtension().addContextPlugin(ComponentResolver.class, new FreshComponents(running));
        context.getPropertiesComponent().addPropertiesSource(new RunningProperties());
        RestConfiguration original = running.getRestConfiguration();
        RestConfiguration rest = new RestConfiguration();
        rest.setComponent(original.getComponent());
        rest.setBindingMode(original.getBindingMode());
        rest.setInlineRoutes(false);
        context.setRestConfiguration(rest);
    }

    /** A template shows its faults only when a route is made from it. */
    private static void instantiateTemplates(DefaultCamelContext context) throws Exception {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        for (RouteTemplateDefinition template : List.copyOf(model.getRouteTemplateDefinitions())) {
            Map<String, Object> parameters = template.getTemplateParameters() == null ? Map.of()
                    : template.getTemplateParameters().stream().filter(one -> one.getDefaultValue() == null)
                            .collect(Collectors.toMap(one -> one.getName(), one -> "1"));
            model.addRouteFromTemplate("check-" + template.getId(), template.getId(), null, null, parameters);
        }
    }

    private static void close(DefaultCamelContext context) {
        try {
            context.close();
        } catch (Exception e) {
            LOG.debug("The context of a check did not end well", e);
        }
    }

    private final class RunningProperties implements PropertiesSource {
        @Override
        public String getName() {
            return "running";
        }

        @Override
        public String getProperty(String name) {
            return running.getPropertiesComponent().resolveProperty(name).orElse(null);
        }
    }
}
