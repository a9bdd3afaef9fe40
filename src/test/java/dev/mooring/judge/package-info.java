/**
 * An endpoint that behaves as XiaoZhi's does and judges what it sees. It is the only source of verdicts: whether two
 * sockets of one server acted at the same time, how long a server was without a connection, which calls were lost or
 * answered twice. What the program under test logs about itself is no evidence.
 *
 * <p>Everything happens on one event loop and is stamped by one monotonic clock, so that the order of two stamps is
 * the order in which the frames were read. A frame that the network held back counts when it arrives.
 *
 * <p>Start with {@link dev.mooring.judge.Judge}; {@link dev.mooring.judge.Review} turns the journal into a
 * {@link dev.mooring.judge.Verdict}.
 */
package dev.mooring.judge;
