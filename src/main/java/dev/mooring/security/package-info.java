/**
 * Who may call: users in PostgreSQL, passwords as BCrypt hashes, tokens that every instance can check.
 *
 * <p>Invariant: no password, hash or token is logged or answered, except the generated first password and each new API
 * token, told once. Not kept: a login token cannot be revoked by itself; it ends with its lifetime, its user, or its
 * user's password. An API token ends when it is deleted, or its user is. Read
 * {@link dev.mooring.security.SecurityChain} first.
 */
package dev.mooring.security;
