package dev.mooring.mcp.protocol;

import dev.mooring.mcp.tools.OfferedTool;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a page of {@code tools/list} ended. It names the last tool and not a position, so that tools which come or go
 * between two pages make no other tool appear twice or not at all.
 */
record ListCursor(long bindingId, String tool) {

    static ListCursor after(OfferedTool last) {
        return new ListCursor(last.bindingId(), last.tool().name());
    }

    boolean isBefore(OfferedTool offered) {
        return offered.bindingId() != bindingId ? offered.bindingId() > bindingId
                : offered.tool().name().compareTo(tool) > 0;
    }

    String write() {
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString((bindingId + ":" + tool).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws ProtocolError when it is none of ours */
    static ListCursor read(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return new ListCursor(Long.parseLong(text.substring(0, Math.max(colon, 0))), text.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            throw new ProtocolError(ProtocolError.INVALID_PARAMS, "cursor is none that tools/list has given");
        }
    }
}
