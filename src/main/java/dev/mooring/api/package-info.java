/**
 * What all REST routes share: reading JSON strictly, paging, and errors as {@code application/problem+json}.
 *
 * <p>Invariant: whatever goes wrong, the caller gets a {@link dev.mooring.api.Problem} that says what was wrong and what
 * to do about it, without class names, stack traces or secrets. Read {@link dev.mooring.api.Problems} first.
 */
package dev.mooring.api;
