/**
 * Numbers for dashboards and alerts, at {@code /actuator/prometheus}; docs/metrics.md lists them all.
 *
 * <p>Invariants: what is measured does not depend on what measures it: everything here stands in front of an interface
 * ({@code LeaseStore}, {@code OwnedConnections}) or listens to one ({@code ConnectionListener}, {@code CallListener}), and
 * passes results and failures on unchanged. No label holds a secret, and the number of series does not grow with the number
 * of servers, users or calls: labels take their values from enums, names of services only up to a limit. Meters of hot paths
 * are looked up once.
 *
 * <p>Read {@link dev.mooring.observe.metrics.MetricsConfiguration} first.
 */
package dev.mooring.observe.metrics;
