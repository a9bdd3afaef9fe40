/**
 * Which tools a server offers: the bindings in PostgreSQL, and the routes that are started.
 *
 * <p>Invariant: {@code tools/list} never waits for a backend, and not long for PostgreSQL; what was known last is
 * offered while PostgreSQL is down. Names are unique within a server and stay the same while its bindings do.
 *
 * <p>Read {@link dev.mooring.mcp.tools.ToolCatalog} first; how the tools come into PostgreSQL is told by
 * {@link dev.mooring.mcp.tools.PostgresToolSync}, when by {@link dev.mooring.mcp.tools.SyncSchedule}.
 */
package dev.mooring.mcp.tools;
