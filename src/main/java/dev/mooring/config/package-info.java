/**
 * What a user can set, and how the program says no.
 *
 * <p>Invariant: a wrong configuration never half works. The program refuses to start, with one sentence that names the
 * value and the reason, and no stack trace.
 *
 * <p>Read {@link dev.mooring.config.InvalidConfigurationException} first.
 */
package dev.mooring.config;
