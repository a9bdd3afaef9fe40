/**
 * Route files that are edited while the program runs.
 *
 * <p>Invariant: what runs always came from a file that was checked as a whole first. A file that cannot run changes
 * nothing: what it said before goes on. A changed route takes over from the old one without a moment in which there is
 * none, and the old one lives on until its calls are answered. No edit touches a connection.
 *
 * <p>Files may differ between instances for a while: each watches its own folder.
 *
 * <p>Read {@link dev.mooring.routes.RouteFiles} first, then {@link dev.mooring.routes.RouteSwap}.
 */
package dev.mooring.routes;
