package dev.mooring.routes;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The folder that is watched, if any, and what was in it when the program started. */
final class RouteReloading {

    private final Path path;
    private final RouteFolder folder;
    private Map<String, String> remembered;

    /** @param path null when nothing is watched */
    RouteReloading(Path path) {
        this.path = path;
        this.folder = new RouteFolder(path == null ? Path.of("routes") : path);
    }

    boolean isOn() {
        return path != null;
    }

    RouteFolder folder() {
        return folder;
    }

    String prefix() {
        return (path == null ? "routes" : path.toString().replace('\\', '/')) + "/";
    }

    synchronized void remember() {
        remembered = new TreeMap<>(path == null ? Map.of() : folder.read().orElse(Map.of()));
        remembered.keySet().removeIf(name -> name.startsWith("tools/")); // Camel was not told of these
    }

    synchronized Map<String, String> remembered() {
        if (remembered == null) {
            remember();
        }
        return remembered;
    }
}
