package dev.mooring.connection;

import java.util.Collection;

/**
 * Told right before connections are closed and opened again because something about their servers has changed: the moment to
 * tell peers that listen ({@code notifications/tools/list_changed}). Must not block for long and must not throw.
 */
@FunctionalInterface
public interface ReconnectNotice {

    /** @param serverIds servers whose connections this instance owns, or did a moment ago */
    void beforeReconnect(Collection<Long> serverIds);
}
