package dev.mooring.mcp.registry;

import dev.mooring.api.Fields;
import dev.mooring.mcp.registry.BindingRegistry.BindingInput;
import dev.mooring.mcp.tools.ToolOverride;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks the names and descriptions that a binding gives to tools, by what XiaoZhi and the models behind it take. */
final class OverrideCheck {

    private static final int MOST = 1000;
    private static final int LONGEST_DESCRIPTION = 4000;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private OverrideCheck() {
    }

    static void check(Fields fields, BindingInput input) {
        Map<String, ToolOverride> overrides = input.overrides() == null ? Map.of() : input.overrides();
        if (overrides.size() > MOST) {
            fields.refuse("overrides", "must not name more than " + MOST + " tools");
            return;
        }
        Set<String> names = new HashSet<>();
        overrides.forEach((tool, shown) -> {
            String field = "overrides." + (tool.length() > 200 ? tool.substring(0, 200) + "…" : tool);
            fields.name(field, tool, 200);
            if (input.tools() != null && !input.tools().contains(tool)) {
                fields.refuse(field, "is not among the chosen tools");
            } else if (shown == null || shown.name() == null && shown.description() == null) {
                fields.refuse(field, "must be an object with a name, a description, or both");
            } else {
                check(fields, field, shown, names);
            }
        });
    }

    private static void check(Fields fields, String field, ToolOverride shown, Set<String> names) {
        if (shown.name() != null && !NAME.matcher(shown.name()).matches()) {
            fields.refuse(field + ".name", "may have letters, digits, _ and - only, 1 to 64 of them");
        } else if (shown.name() != null && !names.add(shown.name())) {
            fields.refuse(field + ".name", "is given to two tools");
        }
        if (shown.description() != null && shown.description().isBlank()) {
            fields.refuse(field + ".description", "must not be blank");
        }
        fields.text(field + ".description", shown.description(), LONGEST_DESCRIPTION);
    }
}
