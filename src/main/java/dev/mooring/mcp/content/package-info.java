/**
 * What bound services have besides tools: resources, prompts and completions. All of a bound service's are offered,
 * whichever of its tools a binding chooses; they are asked for when the peer asks, and passed on as they came.
 *
 * <p>Invariant: a broken service hides nothing of the others; a prompt or resource is always asked of the service that
 * listed it; {@code initialize} tells of nothing that no bound service has, and waits a second at most to find out.
 *
 * <p>Read {@link dev.mooring.mcp.content.Capabilities} first.
 */
package dev.mooring.mcp.content;
