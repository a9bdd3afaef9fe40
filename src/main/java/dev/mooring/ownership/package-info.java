/**
 * Who owns which server. Kept true: at no time do two instances act on one server, where to act is to process an
 * inbound frame, to call a tool or to write a frame ({@link dev.mooring.ownership.FrameGate}). Kept true soon after any
 * fault: every enabled server has an owner. The first wins over the second.
 *
 * <p>Not promised: that two sockets of one server are never open at once. A paused process cannot close its socket; it
 * can only be kept from using it once it wakes. And one frame that passed the gate may still be on its way when the
 * deadline passes; the margin between fence and lease timeout is there for it.
 *
 * <p>Read first: {@link dev.mooring.ownership.lease.Heart} (am I alive, and who else is),
 * then {@link dev.mooring.ownership.lock.Reconciler} (what should I own), then
 * {@link dev.mooring.ownership.lock.LockProtocol} (how a server is taken and given back).
 */
package dev.mooring.ownership;
