/**
 * {@code GET /api/events}: what changes in connections, servers and the cluster, as server-sent events, from any instance
 * for all of them.
 *
 * <p>Invariant: nobody hears of another's servers but an ADMIN, and of the cluster only an ADMIN; no address and no secret is
 * told; a reader that is slow or gone costs the instance a bounded queue and no thread but its own. A stream begins with a
 * snapshot, so that whoever connects again has missed nothing that still holds; what came and went between two looks is not
 * told, and nothing is replayed.
 *
 * <p>Hints of the channel {@code mcp:events} only say what to look at: what is told was read from PostgreSQL and Redis, and all
 * of it is looked at again every {@code mooring.events.refresh}, so that a lost hint costs time and nothing else. Nothing is
 * read while nobody listens.
 *
 * <p>Read {@link dev.mooring.events.EventHub} first.
 */
package dev.mooring.events;
