/**
 * What makes ownership run: threads, routes, hints, and the wiring. Kept true: the beat, the watchdog and the
 * reconciliation never wait for each other. Read first: {@link dev.mooring.ownership.runtime.OwnershipRunner}.
 */
package dev.mooring.ownership.runtime;
