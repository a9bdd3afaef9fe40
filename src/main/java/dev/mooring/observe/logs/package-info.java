/**
 * Log lines as JSON, where {@code logging.structured.format.console} says so: the fields that let a log store find all lines
 * of one server or one instance.
 *
 * <p>Invariant: a line says what it says in text too; a field holds no secret; the instance is the one whose lease this
 * process holds when the line is written, or the one that the line is about.
 *
 * <p>Read {@link dev.mooring.observe.logs.LineFields} first.
 */
package dev.mooring.observe.logs;
