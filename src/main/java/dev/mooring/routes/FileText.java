package dev.mooring.routes;

import dev.mooring.routes.FileItem.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads a route file as YAML, without Camel: what it holds, and the rules that let files be told apart. */
final class FileText {

    private static final Set<String> VERBS = Set.of("get", "post", "put", "delete", "patch", "head");

    private FileText() {
    }

    /** @throws RefusedFileException for what is no list of items that each have an id */
    static List<FileItem> read(String content) throws RefusedFileException {
        Node root;
        try {
            root = new Compose(LoadSettings.builder().build()).composeString(content).orElse(null);
        } catch (MarkedYamlEngineException e) {
            throw new RefusedFileException(line(e.getProblemMark().orElse(null)), "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new RefusedFileException(0, "not YAML: " + e.getMessage());
        }
        if (root == null) {
            return List.of(); // only comments: a way to switch a file off
        }
        if (!(root instanceof SequenceNode list)) {
            throw new RefusedFileException(line(root), "must be a list: begin with \"- route:\"");
        }
        List<FileItem> items = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (Node node : list.getValue()) {
            FileItem item = item(node);
            items.add(item);
            List<String> ids = item.kind() == Kind.TEMPLATE ? List.of("template " + item.id()) : item.routeIds();
            for (String id : ids) {
                if (seen.putIfAbsent(id, item.line()) != null) {
                    throw new RefusedFileException(item.line(), "the id '%s' is there twice, also in line %d"
                            .formatted(id, seen.get(id)));
                }
            }
        }
        return items;
    }

    private static FileItem item(Node node) throws RefusedFileException {
        if (!(node instanceof MappingNode map) || map.getValue().isEmpty()) {
            throw new RefusedFileException(line(node), "each item must be one of route, rest, routeTemplate or such");
        }
        NodeTuple first = map.getValue().get(0);
        String key = scalar(first.getKeyNode());
        int line = line(node);
        Node value = first.getValueNode();
        switch (key) {
            case "route" -> {
                String id = requireId(value, line, "route");
                return new FileItem(Kind.ROUTE, id, line, text(node), List.of(id), from(value));
            }
            case "from" -> throw new RefusedFileException(line, "a route needs an id: write \"- route:\" with id and from");
            case "routeTemplate", "route-template" -> {
                return new FileItem(Kind.TEMPLATE, requireId(value, line, "route template"), line, text(node), List.of(), null);
            }
            case "rest" -> {
                return new FileItem(Kind.REST, requireId(value, line, "rest"), line, text(node), verbs(value), null);
            }
            case "errorHandler", "error-handler" -> throw new RefusedFileException(line, "an errorHandler beside the routes "
                    + "would hold for the routes of all files; put it inside the route, under its id");
            default -> {
                return new FileItem(Kind.SHARED, key, line, text(node), List.of(), null);
            }
        }
    }

    private static List<String> verbs(Node rest) throws RefusedFileException {
        List<String> ids = new ArrayList<>();
        for (NodeTuple tuple : tuples(rest)) {
            if (VERBS.contains(scalar(tuple.getKeyNode())) && tuple.getValueNode() instanceof SequenceNode operations) {
                for (Node operation : operations.getValue()) {
                    ids.add(requireId(operation, line(operation), "operation"));
                }
            }
        }
        return ids;
    }

    private static String requireId(Node node, int line, String what) throws RefusedFileException {
        String id = scalar(field(node, "id"));
        if (id == null || id.isBlank()) {
            throw new RefusedFileException(line, "this " + what + " needs an id");
        }
        return id;
    }

    private static String from(Node route) {
        Node from = field(route, "from");
        return from instanceof ScalarNode uri ? uri.getValue() : scalar(field(from, "uri"));
    }

    private static Node field(Node node, String name) {
        for (NodeTuple tuple : tuples(node)) {
            if (name.equals(scalar(tuple.getKeyNode()))) {
                return tuple.getValueNode();
            }
        }
        return null;
    }

    private static List<NodeTuple> tuples(Node node) {
        return node instanceof MappingNode map ? map.getValue() : List.of();
    }

    private static String scalar(Node node) {
        return node instanceof ScalarNode value ? value.getValue() : null;
    }

    private static String text(Node node) {
        StringBuilder text = new StringBuilder();
        append(node, text);
        return text.toString();
    }

    private static void append(Node node, StringBuilder text) {
        if (node instanceof ScalarNode value) {
            text.append(value.getTag()).append(value.getValue().length()).append(':').append(value.getValue());
        } else if (node instanceof SequenceNode list) {
            text.append('[');
            list.getValue().forEach(item -> append(item, text));
            text.append(']');
        } else {
            text.append('{');
            tuples(node).forEach(tuple -> {
                append(tuple.getKeyNode(), text);
                append(tuple.getValueNode(), text);
            });
            text.append('}');
        }
    }

    static int line(Node node) {
        return node == null ? 0 : line(node.getStartMark().orElse(null));
    }

    private static int line(Mark mark) {
        return mark == null ? 0 : mark.getLine() + 1;
    }
}
