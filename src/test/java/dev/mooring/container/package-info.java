/**
 * What the files for container engines say, checked without an engine: against their schemas, and against what they refer
 * to. Read {@link dev.mooring.container.ComposeTest} first. How the image's program behaves, {@code .ci/image} tries.
 */
package dev.mooring.container;
