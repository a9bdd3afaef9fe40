package dev.mooring.mcp.tools;

import dev.mooring.mcp.backend.BackendTool;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a server offers at a moment, made once and then only looked up in.
 *
 * @param bindings what it was made from, told apart by identity
 * @param routesVersion of the route tools that it was made from
 * @param tools in the order of binding and name
 * @param byName by the names that the server's peer uses
 */
record Offer(List<Binding> bindings, long routesVersion, List<OfferedTool> tools, Map<String, OfferedTool> byName) {

    static Offer of(List<Binding> bindings, long routesVersion, Function<Binding, List<BackendTool>> toolsOf) {
        ToolNames names = new ToolNames();
        List<OfferedTool> tools = new ArrayList<>();
        for (Binding binding : bindings) {
            toolsOf.apply(binding).stream().filter(binding::offers).sorted(Comparator.comparing(BackendTool::name))
                    .forEach(tool -> tools.add(binding.offered(tool, names)));
        }
        Map<String, OfferedTool> byName = new HashMap<>();
        tools.forEach(tool -> byName.put(tool.name(), tool));
        return new Offer(bindings, routesVersion, List.copyOf(tools), byName);
    }

    boolean isOf(List<Binding> current, long currentRoutes) {
        return bindings == current && routesVersion == currentRoutes;
    }
}
