/**
 * Leads names for routes that run once per cluster, and shows it to Camel as a {@code CamelClusterService}. Read first:
 * {@link dev.mooring.ownership.cluster.Leadership}.
 */
package dev.mooring.ownership.cluster;
