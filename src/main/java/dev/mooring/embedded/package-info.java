/**
 * The PostgreSQL, the Redis and the simulated endpoint that the program brings along for a machine that has none.
 *
 * <p>Invariant: servers run while at least one living process uses their data folder. Users are counted by file locks,
 * which the kernel drops when a process dies, however it dies; so nobody has to clean up after a {@code kill -9}.
 * Servers are started, joined and stopped only under the exclusive {@code start.lock}, and a server is joined only after
 * it has proved that it serves this very data folder. No promise is made for a data folder that several machines or
 * containers share: file locks and process ids do not reach that far.
 *
 * <p>Read {@link dev.mooring.embedded.EmbeddedServers} first, then
 * {@link dev.mooring.embedded.EmbeddedEnvironment}.
 */
package dev.mooring.embedded;
