/**
 * Real servers and processes for tests: Redis, PostgreSQL, Mooring instances, TCP proxies. What a test starts through
 * these classes ends with it, at the latest with the test's JVM, each process by its own handle; nothing is ever ended
 * by name.
 *
 * <p>Start with {@link dev.mooring.testbed.Testbed}, which brings up a whole cluster.
 */
package dev.mooring.testbed;
