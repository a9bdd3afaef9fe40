/**
 * Am I alive, and who else is. Kept true: a term that has passed its deadline never acts again
 * ({@link dev.mooring.ownership.lease.LeaseTerm}); a lease is called dead only after its owner's deadline has passed on
 * any clock whose rate differs by less than (L - F) / L ({@link dev.mooring.ownership.lease.DeathWatch}). No wall clock
 * and no expiry of Redis is trusted.
 */
package dev.mooring.ownership.lease;
