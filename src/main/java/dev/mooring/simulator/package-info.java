/**
 * A stand-in for XiaoZhi's official broker, for people without a device: it accepts access points' WebSockets, speaks
 * MCP as the broker does (it is the MCP client) and writes down what it got.
 *
 * <p>Invariant: it is a process of its own that shares nothing with an instance but the network, so that it survives the
 * instance whose failover somebody watches. It knows no registrations, never logs a whole token, and is off as soon as
 * external servers are configured.
 *
 * <p>Read {@code routes/simulator/xiaozhi.camel.yaml} first, then {@link dev.mooring.simulator.XiaozhiBroker}.
 */
package dev.mooring.simulator;
