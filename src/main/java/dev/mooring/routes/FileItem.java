package dev.mooring.routes;

import java.util.List;

/**
 * One item of the list that a route file is.
 *
 * @param id what it is told apart by from the others of its kind
 * @param line where it begins, counted from 1
 * @param text its content without comments and layout: equal texts mean the same
 * @param routeIds the routes that come of it
 * @param from the URI that its route begins with; null for all but routes
 */
record FileItem(Kind kind, String id, int line, String text, List<String> routeIds, String from) {

    /** SHARED is what holds for all routes of its file, such as onException. */
    enum Kind { ROUTE, TEMPLATE, REST, SHARED }

    boolean sameAs(FileItem other) {
        return kind == other.kind && id.equals(other.id) && text.equals(other.text);
    }

    /** The direct endpoint or the tool that only one route may begin with; null where several may. */
    String entrance() {
        if (from == null || !from.startsWith("direct:") && !from.startsWith("ai-tool:")) {
            return null;
        }
        int options = from.indexOf('?');
        return (options < 0 ? from : from.substring(0, options)).replaceFirst(":(//)?", ":");
    }
}
