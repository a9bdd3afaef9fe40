/** Ownership in PostgreSQL. Kept true: every change is conditional in its own statement. */
package dev.mooring.ownership.postgres;
