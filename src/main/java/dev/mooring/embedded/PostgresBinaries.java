package dev.mooring.embedded;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.ArchUtils;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks zonky's PostgreSQL for this operating system and processor into the data folder, once. */
final class PostgresBinaries {

    private static final String MARKER = ".complete";

    private PostgresBinaries() {
    }

    /** The folder with {@code bin/}, {@code lib/} and {@code share/}. */
    static Path unpack(DataFolder folder) {
        String os = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : System.getProperty("os.name");
        String processor;
        try (InputStream archive = new BufferedInputStream(DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(os,
                processor = ArchUtils.normalize(System.getProperty("os.arch"))))) {
            Path target = folder.file("bin/postgres-" + PostgresServer.MAJOR_VERSION + "-" + processor);
            if (!Files.exists(target.resolve(MARKER))) {
                extract(archive, target);
                Files.createFile(target.resolve(MARKER));
            }
            return target;
        } catch (IllegalStateException e) {
            throw new EmbeddedException("Mooring brings no PostgreSQL for " + os.toLowerCase(Locale.ROOT) + " on "
                    + System.getProperty("os.arch")
                    + ": run PostgreSQL and Redis yourself and set spring.datasource.url and spring.data.redis.url.", e);
        } catch (IOException e) {
            throw new EmbeddedException("PostgreSQL could not be unpacked into " + folder.root() + " ("
                    + e.getMessage() + "): is the disk full or read-only?", e);
        }
    }

    private static void extract(InputStream archive, Path target) throws IOException {
        Files.createDirectories(target);
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("the archive holds the path " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(file.getParent());
                Files.deleteIfExists(file);
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else if (entry.isLink()) {
                    Files.createLink(file, target.resolve(entry.getLinkName()));
                } else {
                    Files.copy(tar, file, StandardCopyOption.REPLACE_EXISTING);
                    if ((entry.getMode() & 0100) != 0 && !file.toFile().setExecutable(true, true)) {
                        throw new IOException(file + " cannot be made executable");
                    }
                }
            }
        }
    }
}
