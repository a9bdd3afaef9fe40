/** Whole clusters of real processes, judged from the endpoint's side; see {@link dev.mooring.testbed.Testbed}. */
package dev.mooring.cluster;
