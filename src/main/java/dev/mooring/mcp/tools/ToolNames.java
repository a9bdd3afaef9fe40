package dev.mooring.mcp.tools;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells equal names of one server's tools apart: the binding with the lowest id keeps the name, the tool of a later one
 * becomes {@code serviceName_tool}, each run of other characters than {@code [a-zA-Z0-9_-]} replaced by {@code _} (and a
 * service's name of which nothing is left by {@code service} and its id). Where that is longer than 64 characters, or
 * taken too, it is cut and ends in {@code _} and a number made from the service's id and the tool's name, so that a name
 * does not depend on what else is bound later.
 */
final class ToolNames {

    private static final int MAX_LENGTH = 64;
    private static final Pattern OTHERS = Pattern.compile("[^a-zA-Z0-9_-]+");
    private final Set<String> taken = new HashSet<>();

    /** To be called in the order of bindings, and within a binding in a fixed order. */
    String assign(String tool, String serviceName, long serviceId) {
        if (taken.add(tool)) {
            return tool;
        }
        String service = OTHERS.matcher(serviceName).replaceAll("_").replaceAll("^_+|_+$", "");
        String name = (service.isEmpty() ? "service" + serviceId : service) + "_" + OTHERS.matcher(tool).replaceAll("_");
        if (name.length() <= MAX_LENGTH && taken.add(name)) {
            return name;
        }
        for (int attempt = 0;; attempt++) {
            String ending = "_" + Integer.toHexString((serviceId + "/" + tool + "/" + attempt).hashCode());
            String cut = name.substring(0, Math.min(name.length(), MAX_LENGTH - ending.length())) + ending;
            if (taken.add(cut)) {
                return cut;
            }
        }
    }
}
