/**
 * A user's servers, services and bindings as one JSON file, to keep or to take elsewhere. Services stand in it as other MCP
 * clients write them, under {@code mcpServers}; servers and bindings under {@code mooring}.
 *
 * <p>Invariant: an import is taken whole or not at all, passes the same checks as the REST API's single requests, and can be
 * repeated: things are told apart by their names. An export shows secrets only when asked to, and only the caller's own.
 *
 * <p>Read {@link dev.mooring.transfer.ConfigurationExport}, then {@link dev.mooring.transfer.ConfigurationImport}.
 */
package dev.mooring.transfer;
