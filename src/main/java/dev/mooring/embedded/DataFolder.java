package dev.mooring.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The folder with everything that the embedded servers keep, and the small files through which processes share what
 * they know: ports, process ids, the password.
 *
 * @param root absolute and real (no symbolic links), so that it compares equal to what a server says of itself
 */
public record DataFolder(Path root) {

    /** Makes the folder, readable by its owner only, if it is not there yet. */
    public static DataFolder open(String path) {
        Path folder = Path.of(path).toAbsolutePath().normalize();
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
                restrict(folder, "rwx------");
            }
            return new DataFolder(folder.toRealPath());
        } catch (IOException e) {
            throw new EmbeddedException("mooring.embedded.data-dir=" + path + " cannot be created or read ("
                    + e.getClass().getSimpleName() + ": " + e.getMessage() + ").", e);
        }
    }

    public Path file(String name) {
        return root.resolve(name);
    }

    /** The file's content without surrounding white space, if the file is there and says something. */
    public Optional<String> read(String name) {
        try {
            return Optional.of(Files.readString(file(name)).strip()).filter(text -> !text.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A remembered TCP port; empty too when the file holds something else. */
    public Optional<Integer> readPort(String name) {
        return read(name).filter(text -> text.matches("[1-9]\\d{0,4}")).map(Integer::valueOf)
                .filter(port -> port < 65536);
    }

    /** Writes a file that only its owner can read, in one step: readers see the old content or the new. */
    public void write(String name, String content) {
        Path temporary = file(name + ".new");
        try {
            Files.deleteIfExists(temporary);
            Files.createFile(temporary);
            restrict(temporary, "rw-------");
            Files.writeString(temporary, content);
            Files.move(temporary, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The end of a log, on one line, to quote in an error. */
    public String tail(String log) {
        String[] lines = read(log).orElse("").split("\\R");
        int from = Math.max(0, lines.length - 3);
        return String.join(" / ", java.util.Arrays.asList(lines).subList(from, lines.length)).strip();
    }

    private static void restrict(Path path, String permissions) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }
}
