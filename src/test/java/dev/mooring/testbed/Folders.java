package dev.mooring.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/** Temporary folders that go when the JVM ends, and the folder where logs stay. */
public final class Folders {

    private Folders() {
    }

    public static Path temporary(String name) {
        try {
            Path folder = Files.createTempDirectory("mooring-" + name);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            // a process that ends at this moment may still write here; temporary files are left to the system
        }
    }

    public static Path logs() {
        try {
            return Files.createDirectories(Path.of("target", "testbed").toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
