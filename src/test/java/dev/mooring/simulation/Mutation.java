package dev.mooring.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A looser form of the protocol: a source file and what its text is changed to.
 *
 * @param theme of the schedules that are made for it; null if any schedule will do
 * @param file below {@code src}
 * @param changes pairs of a text that occurs exactly once in the file and of what replaces it
 */
record Mutation(Ambushes.Kind theme, String name, String file, List<String> changes) {

    static Mutation of(Ambushes.Kind theme, String name, String file, String... changes) {
        return new Mutation(theme, name, file, List.of(changes));
    }

    /** @throws IllegalStateException when the file does not hold a text exactly once: the mutation must follow the code */
    String source() {
        String source = read();
        for (int i = 0; i < changes.size(); i += 2) {
            String from = changes.get(i);
            if (source.indexOf(from) < 0 || source.indexOf(from) != source.lastIndexOf(from)) {
                throw new IllegalStateException("mutation \"" + name + "\": " + file + " does not hold exactly once:\n" + from);
            }
            source = source.replace(from, changes.get(i + 1));
        }
        return source;
    }

    /** The name of the class that the file declares. */
    String className() {
        return file.replaceFirst("^(main|test)/java/", "").replaceFirst("\\.java$", "").replace('/', '.');
    }

    /** The n-th schedule to try. */
    long seed(int n) {
        return theme == null ? n : theme.ordinal() + (long) n * Schedule.THEMES;
    }

    private String read() {
        try {
            return Files.readString(Path.of("src").resolve(file));
        } catch (IOException e) {
            throw new IllegalStateException("mutation \"" + name + "\" needs the sources, started from the project's folder", e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
