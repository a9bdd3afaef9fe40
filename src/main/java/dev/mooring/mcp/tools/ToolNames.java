package dev.mooring.mcp.tools;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes names that are unique within a server and that XiaoZhi and the models behind it take: 1 to 64 characters of
 * {@code [a-zA-Z0-9_-]}.
 *
 * <p>The binding with the lowest id keeps the name, the tool of a later one becomes {@code serviceName_tool}. Each run of
 * other characters becomes {@code _}; where nothing is left of a service's name, it is {@code service} and its id, of a
 * tool's, {@code tool}. A name that is too long, or taken too, is cut and ends in {@code _} and a number made from the
 * service's id and the tool's name, so that a name does not depend on what else is bound later.
 */
public final class ToolNames {

    private static final int MAX_LENGTH = 64;
    private static final Pattern OTHERS = Pattern.compile("[^a-zA-Z0-9_-]+");
    private final Set<String> taken = new HashSet<>();

    /** To be called in the order of bindings, and within a binding in a fixed order. */
    public String assign(String tool, String serviceName, long serviceId) {
        String own = plain(tool, "tool");
        if (own.length() > MAX_LENGTH) {
            return numbered(own, tool, serviceId);
        }
        if (taken.add(own)) {
            return own;
        }
        String name = plain(serviceName, "service" + serviceId).replaceAll("^_+|_+$", "") + "_" + own;
        return name.length() <= MAX_LENGTH && taken.add(name) ? name : numbered(name, tool, serviceId);
    }

    private String numbered(String name, String tool, long serviceId) {
        for (int attempt = 0;; attempt++) {
            String ending = "_" + Integer.toHexString((serviceId + "/" + tool + "/" + attempt).hashCode());
            String cut = name.substring(0, Math.min(name.length(), MAX_LENGTH - ending.length())) + ending;
            if (taken.add(cut)) {
                return cut;
            }
        }
    }

    private static String plain(String text, String ifNothing) {
        String plain = OTHERS.matcher(text).replaceAll("_");
        return plain.chars().allMatch(c -> c == '_') ? ifNothing : plain;
    }
}
