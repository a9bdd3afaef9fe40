package dev.mooring.routes;

import dev.mooring.routes.FileItem.Kind;
import dev.mooring.routes.RunningRoutes.Retired;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what changed in one file into the running context: items that stay the same are not touched, a changed route takes
 * the place of the old one, and the old one is ended when its linger time is over. Not thread-safe.
 */
final class RouteSwap {

    private static final Logger LOG = LoggerFactory.getLogger(RouteSwap.class);

    /** A file's content in one version. */
    record Version(Resource resource, String content, List<FileItem> items) {
    }

    private record Lingering(Retired route, long until) {
    }

    private final CamelContext camel;
    private final RunningRoutes running;
    private final HttpPaths paths;
    private final long lingerNanos;
    private final Deque<Lingering> lingering = new ArrayDeque<>();

    RouteSwap(CamelContext camel, RunningRoutes running, HttpPaths paths, Duration linger) {
        this.camel = camel;
        this.running = running;
        this.paths = paths;
        this.lingerNanos = linger.toNanos();
    }

    /**
     * Replaces one version of a file by another; one without items stands for a file that is not there.
     *
     * @throws RefusedFileException if the new routes could not be started; then the old ones run
     */
    void apply(Version before, Version after) throws RefusedFileException {
        List<FileItem> goes = changed(before.items(), after.items());
        List<FileItem> comes = changed(after.items(), before.items());
        if (goes.isEmpty() && comes.isEmpty()) {
            return;
        }
        List<Retired> retired = remove(goes, comes);
        try {
            add(after, comes);
        } catch (Exception e) {
            LOG.debug("{} could not be started", after.resource().getLocation(), e);
            retired.addAll(remove(comes, goes));
            putBack(before, goes);
            throw Reason.of(e, after.content(), after.items());
        } finally {
            retired.forEach(this::letGo);
        }
    }

    private void putBack(Version before, List<FileItem> items) {
        try {
            add(before, items);
        } catch (Exception e) {
            LOG.error("{}: the routes before the edit could not be put back: {}", before.resource().getLocation(),
                    e.getMessage(), e);
        }
    }

    /** Those of the first list that are not the same in the second; all, when what they share is not the same. */
    private static List<FileItem> changed(List<FileItem> items, List<FileItem> others) {
        boolean sharedChanged = !shared(items).equals(shared(others));
        return items.stream().filter(item -> item.kind() == Kind.SHARED ? sharedChanged
                : sharedChanged || others.stream().noneMatch(item::sameAs)).toList();
    }

    private static List<String> shared(List<FileItem> items) {
        return items.stream().filter(item -> item.kind() == Kind.SHARED).map(FileItem::text).toList();
    }

    /** A template that is about to be replaced stays until then: servers may be granted at any moment. */
    private List<Retired> remove(List<FileItem> items, List<FileItem> replacements) {
        List<Retired> retired = new ArrayList<>();
        Set<String> replaced = ids(replacements, Kind.TEMPLATE);
        for (FileItem item : items) {
            for (String id : item.routeIds()) {
                Retired route = running.retire(id);
                if (route != null) {
                    retired.add(route);
                }
            }
            synchronized (running.model()) {
                running.model().getRouteDefinitions().removeIf(route -> item.routeIds().contains(route.getId()));
                if (item.kind() == Kind.TEMPLATE && !replaced.contains(item.id())) {
                    running.model().getRouteTemplateDefinitions().removeIf(template -> item.id().equals(template.getId()));
                } else if (item.kind() == Kind.REST) {
                    running.model().getRestDefinitions().removeIf(rest -> item.id().equals(rest.getId()));
                }
            }
        }
        return retired;
    }

    private void replaceTemplate(RouteTemplateDefinition template) throws Exception {
        synchronized (running.model()) {
            List<RouteTemplateDefinition> templates = running.model().getRouteTemplateDefinitions();
            for (int i = 0; i < templates.size(); i++) {
                if (template.getId().equals(templates.get(i).getId())) {
                    templates.set(i, template);
                    return;
                }
            }
            running.model().addRouteTemplateDefinition(template);
        }
    }

    private void add(Version version, List<FileItem> items) throws Exception {
        if (items.isEmpty()) {
            return;
        }
        Model model = running.model();
        for (RoutesBuilder loaded : PluginHelper.getRoutesLoader(camel).findRoutesBuilders(List.of(version.resource()))) {
            RouteBuilder builder = (RouteBuilder) loaded;
            if (builder instanceof RouteConfigurationsBuilder shared
                    && items.stream().anyMatch(item -> item.kind() == Kind.SHARED)) {
                shared.updateRouteConfigurationsToCamelContext(camel);
            }
            builder.configureRoutes(camel);
            builder.configureRests(camel);
            Set<String> templates = ids(items, Kind.TEMPLATE);
            for (RouteTemplateDefinition template : builder.getRouteTemplateCollection().getRouteTemplates()) {
                if (templates.contains(template.getId())) {
                    replaceTemplate(template);
                }
            }
            Set<String> routes = new HashSet<>(ids(items, Kind.ROUTE));
            List<RestDefinition> rests = builder.getRestCollection().getRests().stream()
                    .filter(rest -> ids(items, Kind.REST).contains(rest.getId())).toList();
            model.addRestDefinitions(rests, false);
            for (RestDefinition rest : rests) {
                for (RouteDefinition route : rest.asRouteDefinition(camel)) {
                    routes.add(builder.getRouteCollection().route(route).getId());
                }
            }
            List<RouteDefinition> definitions = builder.getRouteCollection().getRoutes().stream()
                    .filter(route -> routes.contains(route.getId())).toList();
            definitions.forEach(builder.getRouteCollection()::prepareRoute);
            model.addRouteDefinitions(definitions);
        }
    }

    private static Set<String> ids(List<FileItem> items, Kind kind) {
        return items.stream().filter(item -> item.kind() == kind).map(FileItem::id).collect(Collectors.toSet());
    }

    private void letGo(Retired route) {
        running.closeForGood(route);
        paths.drop(route.consumer());
        lingering.add(new Lingering(route, System.nanoTime() + lingerNanos));
    }

    /** Ends the replaced routes whose time is over; all of them when the program ends. */
    void endReplaced(boolean all) {
        if (!lingering.isEmpty()) {
            running.touch();
        }
        while (!lingering.isEmpty() && (all || lingering.peek().until() - System.nanoTime() <= 0)) {
            lingering.poll().route().end();
        }
    }
}
