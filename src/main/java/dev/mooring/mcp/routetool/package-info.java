/**
 * Camel routes as tools: {@code from: ai-tool:NAME?description=...&parameter.city=string}, with the option names of
 * Camel 4.22's own {@code ai-tool}, so that tool files survive the day Mooring moves to it.
 *
 * <p>Invariant: a tool is offered exactly while its route is started; only declared parameters reach the route, as
 * headers, and none of them can be mistaken for a header that steers Camel or Mooring.
 *
 * <p>Read {@link dev.mooring.mcp.routetool.AiToolComponent} first.
 */
package dev.mooring.mcp.routetool;
