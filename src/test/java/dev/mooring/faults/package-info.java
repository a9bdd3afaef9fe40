/**
 * The fault matrix: real processes, one fault after the other, and what the endpoint saw of each.
 *
 * <p>Asserted in every row: no two instances ever act on one server, every call is answered at most once, every enabled
 * server is connected again and no disabled one is, epochs only rise. Times are measured and reported beside their
 * targets, not asserted: they say as much about the machine as about the program.
 *
 * <p>Start with {@link dev.mooring.faults.FaultMatrixIT}; a row is a {@link dev.mooring.faults.Fault}, and the classes
 * named {@code ...Faults} list them by family.
 */
package dev.mooring.faults;
