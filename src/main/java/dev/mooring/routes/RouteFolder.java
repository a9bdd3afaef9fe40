package dev.mooring.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The folder with the route files, and its folder {@code tools}. Looked at and not listened to, which works on any volume.
 * Names that don't end in {@code .camel.yaml}, such as editors' copies, don't count, and neither do hidden ones.
 */
final class RouteFolder {

    static final String ENDING = ".camel.yaml";
    /** Time stamps may be this coarse: what was changed more lately is read again. */
    private static final Duration COARSE = Duration.ofSeconds(3);

    private record Stamp(FileTime modified, long size, Object key) {
    }

    private record Known(Stamp stamp, String content) {
    }

    private final Path folder;
    private final Map<Path, Known> known = new HashMap<>();

    RouteFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * The files' contents by name, such as {@code tools/calculator.camel.yaml}; empty when the folder itself cannot be read,
     * which says nothing about the files. A file that cannot be read, or is no text, has a null content.
     */
    Optional<Map<String, String>> read() {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        Map<String, String> contents = new TreeMap<>();
        try {
            for (Path part : List.of(folder, folder.resolve("tools"))) {
                for (Path file : files(part)) {
                    content(file).ifPresent(read -> contents.put(
                            folder.relativize(file).toString().replace('\\', '/'), read.content()));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
        return Optional.of(contents);
    }

    private static List<Path> files(Path part) throws IOException {
        if (!Files.isDirectory(part)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(part)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ENDING)
                    && !file.getFileName().toString().startsWith(".") && !Files.isDirectory(file)).sorted().toList();
        }
    }

    private Optional<Known> content(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            Stamp stamp = new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
            Known before = known.get(file);
            boolean settled = System.currentTimeMillis() - stamp.modified().toMillis() > COARSE.toMillis();
            if (before != null && settled && before.stamp().equals(stamp)) {
                return Optional.of(before);
            }
            Known read = new Known(stamp, Files.readString(file));
            known.put(file, read);
            return Optional.of(read);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.of(new Known(null, null));
        } catch (IOException e) {
            return Optional.of(new Known(null, null));
        }
    }
}
