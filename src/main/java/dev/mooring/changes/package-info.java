/**
 * Changes reach the peers: XiaoZhi reads a server's tools only when it connects, so a change of what a server offers has
 * its connection closed and opened again, by whichever instance owns it.
 *
 * <p>Invariant: no change is forgotten. Bindings, addresses and services raise the server's revision by a trigger in
 * PostgreSQL, in the transaction of the change (V4__routes.sql); other tools of a service raise it here; the owner compares
 * revisions at each reconciliation and makes one reconnect of several within a moment. Route tools are each instance's own:
 * it reconnects those of its own servers that offer a changed one, and no other.
 *
 * <p>Read {@link dev.mooring.changes.ServiceTools} first.
 */
package dev.mooring.changes;
