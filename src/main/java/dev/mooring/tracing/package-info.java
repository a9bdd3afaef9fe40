/**
 * OpenTelemetry traces of tool calls, from the frame to the backend and back. Off until {@code mooring.tracing.endpoint}
 * names a collector; then one trace per {@code tools/call}, and the trace's id in each log line of the call.
 *
 * <p>Invariant: while it is off, nothing of OpenTelemetry's SDK is loaded and a frame costs one volatile read more; a span holds
 * no arguments, no results, no address and no credential; a collector that does not answer holds up nothing.
 *
 * <p>Read {@link dev.mooring.tracing.Traces} first.
 */
package dev.mooring.tracing;
