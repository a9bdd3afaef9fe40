/**
 * Finds classes in the packaged jar quickly. Spring Boot's own loader asks each of the 230 nested jars in turn for each
 * class and each resource, which took a third of a start; {@link dev.mooring.launch.JarIndex} reads their directories once.
 * Kept true: what is found, and in which order, is what Boot's loader finds; where that can't be, Boot's loader does it.
 * Read {@link dev.mooring.launch.IndexedLoader} first. Nothing here is used when the classes lie in folders or plain jars.
 */
package dev.mooring.launch;
