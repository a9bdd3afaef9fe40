package dev.mooring.routes;

import java.util.List;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.util.URISupport;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says in one sentence why Camel did not like a file, and finds the line. */
final class Reason {

    private static final int MAX_LENGTH = 400;

    private Reason() {
    }

    static RefusedFileException of(Throwable failure, String content, List<FileItem> items) {
        MarkedYamlEngineException marked = find(failure, MarkedYamlEngineException.class);
        if (marked != null) {
            int line = marked.getProblemMark().map(Mark::getLine).orElse(-1) + 1;
            return new RefusedFileException(line, oneLine(String.valueOf(marked.getProblem())));
        }
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return new RefusedFileException(line(failure, content, items), oneLine(words(failure, root)));
    }

    private static String words(Throwable failure, Throwable root) {
        NoSuchBeanException bean = find(failure, NoSuchBeanException.class);
        if (bean != null) {
            return "there is no bean '" + bean.getName() + "'";
        }
        ResolveEndpointFailedException endpoint = find(failure, ResolveEndpointFailedException.class);
        if (endpoint != null && root == endpoint) {
            String uri = URISupport.sanitizeUri(endpoint.getUri());
            String message = String.valueOf(endpoint.getMessage());
            return message.contains("No component found") ? "there is no component '" + uri.replaceFirst(":.*", "") + "'"
                    : message;
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }

    /** The line that names what was not found, within the route that failed; else that route's own. */
    private static int line(Throwable failure, String content, List<FileItem> items) {
        int first = 0;
        FailedToCreateRouteException route = find(failure, FailedToCreateRouteException.class);
        if (route != null) {
            first = items.stream().filter(item -> item.routeIds().contains(route.getRouteId())).findFirst()
                    .map(FileItem::line).orElse(0);
        } else if (items.size() == 1) {
            first = items.get(0).line();
        }
        NoSuchBeanException bean = find(failure, NoSuchBeanException.class);
        ResolveEndpointFailedException endpoint = find(failure, ResolveEndpointFailedException.class);
        String wanted = bean != null ? bean.getName()
                : endpoint != null ? endpoint.getUri().replaceFirst("\\?.*", "").replaceFirst("://", ":") : null;
        if (wanted != null) {
            String[] lines = content.split("\n", -1);
            for (int i = Math.max(0, first - 1); i < lines.length; i++) {
                if (lines[i].replace("://", ":").contains(wanted) && !lines[i].strip().startsWith("#")) {
                    return i + 1;
                }
            }
        }
        return first;
    }

    private static String oneLine(String message) {
        String line = URISupport.sanitizeUri(message.replaceAll("\\s+", " ").strip());
        line = line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
        return line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "…" : line;
    }

    private static <T extends Throwable> T find(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
