/**
 * A deterministic simulation of ownership: the code that runs in production, on simulated clocks, networks, Redis and
 * PostgreSQL, under random faults. Kept true: one seed is one schedule, down to the last step, on every machine. Read
 * first: {@link dev.mooring.simulation.Schedule} (one run), {@link dev.mooring.simulation.Judge} (what must hold), then
 * {@link dev.mooring.simulation.Timeline} (how threads are made to take turns).
 */
package dev.mooring.simulation;
