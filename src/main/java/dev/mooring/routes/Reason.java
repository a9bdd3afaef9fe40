package dev.mooring.routes;

import java.util.List;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.component.bean.MethodNotFoundException;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
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
        NoSuchEndpointException component = find(failure, NoSuchEndpointException.class);
        if (component != null) {
            return "there is no component '" + component.getUri().replaceFirst(":.*", "") + "'";
        }
        MethodNotFoundException method = find(failure, MethodNotFoundException.class);
        if (method != null) {
            return "the bean has no method '" + method.getMethodName() + "'";
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName()
                : message.replaceFirst("Failed to resolve endpoint: .* due to: ", "");
    }

    /** The line that names what was wrong, within the route that failed; else that route's own. */
    private static int line(Throwable failure, String content, List<FileItem> items) {
        int first = 0;
        FailedToCreateRouteException route = find(failure, FailedToCreateRouteException.class);
        if (route != null) {
            first = items.stream().filter(item -> item.routeIds().contains(route.getRouteId())).findFirst()
                    .map(FileItem::line).orElse(0);
        } else if (items.size() == 1) {
            first = items.get(0).line();
        }
        String wanted = wanted(failure);
        String[] lines = content.split("\n", -1);
        for (int i = Math.max(0, first - 1); wanted != null && i < lines.length; i++) {
            if (lines[i].replace("://", ":").contains(wanted) && !lines[i].strip().startsWith("#")) {
                return i + 1;
            }
        }
        return first;
    }

    private static String wanted(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NoSuchBeanException bean) {
                return bean.getName();
            } else if (cause instanceof MethodNotFoundException method) {
                return method.getMethodName();
            } else if (cause instanceof SimpleIllegalSyntaxException simple) {
                return simple.getExpression();
            } else if (cause instanceof NoSuchEndpointException endpoint) {
                return endpoint.getUri().replaceFirst("\\?.*", "").replaceFirst("://", ":");
            } else if (cause instanceof ResolveEndpointFailedException endpoint) {
                return endpoint.getUri().replaceFirst("\\?.*", "").replaceFirst("://", ":");
            }
        }
        return null;
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
