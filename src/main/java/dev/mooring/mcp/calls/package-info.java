/**
 * The last calls of each server's tools, for people who want to see what XiaoZhi asked for.
 *
 * <p>Invariant: a call never waits for its record. Records gather in memory and go to Redis once a second, so the newest
 * second of an instance that dies is lost, and so is what is made while Redis is away; each server keeps a bounded number,
 * for a day. Arguments are kept only where {@code mooring.mcp.record-arguments} says so.
 *
 * <p>Read {@link dev.mooring.mcp.calls.CallLog} first.
 */
package dev.mooring.mcp.calls;
