package dev.mooring.routes;

import dev.mooring.config.RoutesLocation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.env.Environment;

/**
 * Says in one sentence why a start ended at a route file: while it runs an instance goes on with what a broken file said
 * before, at its start there is nothing before.
 */
public final class BrokenAtStart implements FailureAnalyzer {

    private final Environment environment;

    /** Made by Spring Boot. */
    public BrokenAtStart(Environment environment) {
        this.environment = environment;
    }

    @Override
    public FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailedToCreateRouteException route) {
                return analysis("The route " + route.getRouteId(), fileOf(route.getRouteId()), failure);
            }
            if (cause instanceof FailedToStartRouteException route) {
                return analysis("The route " + route.getRouteId(), fileOf(route.getRouteId()), failure);
            }
            if (cause instanceof MarkedYamlEngineException marked) {
                return analysis("A route file", marked.getProblemMark().flatMap(this::fileOf), failure);
            }
        }
        return null;
    }

    private Optional<Map.Entry<String, String>> fileOf(String routeId) {
        return file(content -> items(content).stream().anyMatch(item -> item.routeIds().contains(routeId)));
    }

    /** YAML's errors know a line, and what stands there, but not in which file. */
    private Optional<Map.Entry<String, String>> fileOf(Mark mark) {
        String wrong = mark.createSnippet(0, Integer.MAX_VALUE).lines().findFirst().orElse("").strip();
        return file(content -> content.lines().skip(mark.getLine()).findFirst().orElse("").strip().equals(wrong));
    }

    private Optional<Map.Entry<String, String>> file(Predicate<String> wanted) {
        return RoutesLocation.folder(environment).flatMap(folder -> new RouteFolder(folder).read()).orElse(Map.of())
                .entrySet().stream().filter(file -> file.getValue() != null && wanted.test(file.getValue())).findFirst();
    }

    private static List<FileItem> items(String content) {
        try {
            return FileText.read(content);
        } catch (RefusedFileException e) {
            return List.of();
        }
    }

    private static FailureAnalysis analysis(String what, Optional<Map.Entry<String, String>> file, Throwable failure) {
        String content = file.map(Map.Entry::getValue).orElse("");
        RefusedFileException reason = Reason.of(failure, content, items(content));
        String place = file.map(found -> found.getKey() + (reason.line() > 0 ? ":" + reason.line() : "")).orElse(what);
        return new FailureAnalysis(place + " cannot run: " + reason.getMessage() + ".", "Mend or delete the file; a running "
                + "instance would have refused it and gone on with what it said before.", failure);
    }
}
