/**
 * What Hawtio needs of Camel beyond Camel's own MBeans.
 *
 * <p>Invariant: changes what is shown and nothing that runs. Read {@link dev.mooring.observe.console.RouteDump} first; the
 * login and the list of what is allowed are in {@link dev.mooring.security}.
 */
package dev.mooring.observe.console;
