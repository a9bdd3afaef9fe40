package dev.mooring.routes;

import java.util.Set;

/** Told when what this instance's route tools look like to a caller has changed: name, description or parameters. */
@FunctionalInterface
public interface RouteToolsListener {

    /** @param names of the tools that are new, gone or different */
    void toolsChanged(Set<String> names);
}
