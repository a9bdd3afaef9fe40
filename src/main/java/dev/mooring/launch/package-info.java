/**
 * What makes a start quick. In the packaged jar classes are found by {@link dev.mooring.launch.JarIndex}, which reads the
 * directories of the 230 nested jars once: Spring Boot's own loader asks each jar in turn for each class and each resource,
 * which took a third of a start. {@link dev.mooring.launch.UnusedAutoConfigurations} leaves out what is not needed, and
 * {@link dev.mooring.launch.BackgroundJpa} starts Hibernate beside the rest.
 *
 * <p>Kept true: what is found, and in which order, is what Boot's loader finds; where that can't be, Boot's loader does it.
 * Read {@link dev.mooring.launch.IndexedLoader} first.
 */
package dev.mooring.launch;
