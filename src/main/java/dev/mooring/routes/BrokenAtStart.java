package dev.mooring.routes;

import dev.mooring.config.RoutesLocation;
import java.util.List;
import java.util.Map;
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
                return analysis("The route " + route.getRouteId() + " (" + route.getLocation() + ")", failure);
            }
            if (cause instanceof FailedToStartRouteException route) {
                return analysis("The route " + route.getRouteId() + " (" + route.getLocation() + ")", failure);
            }
            if (cause instanceof MarkedYamlEngineException marked) {
                return analysis(marked.getProblemMark().map(this::file).orElse("A route file"), failure);
            }
        }
        return null;
    }

    /** YAML's errors know a line, and what stands there, but not in which file. */
    private String file(Mark mark) {
        String wrong = mark.createSnippet(0, Integer.MAX_VALUE).lines().findFirst().orElse("").strip();
        Map<String, String> files = RoutesLocation.folder(environment).flatMap(folder -> new RouteFolder(folder).read())
                .orElse(Map.of());
        return files.entrySet().stream().filter(file -> file.getValue() != null
                        && file.getValue().lines().skip(mark.getLine()).findFirst().orElse("").strip().equals(wrong))
                .map(Map.Entry::getKey).findFirst().orElse("A route file");
    }

    private static FailureAnalysis analysis(String what, Throwable failure) {
        RefusedFileException reason = Reason.of(failure, "", List.of());
        return new FailureAnalysis(what + " cannot run: " + reason.getMessage()
                + (reason.line() > 0 ? " (line " + reason.line() + ")" : "") + ".",
                "Mend or delete the file; a running instance would have refused it and gone on with what it said before.", failure);
    }
}
