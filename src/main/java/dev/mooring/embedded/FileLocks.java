package dev.mooring.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * Locks on files, held by the process and dropped by the kernel when it dies. POSIX drops all of a process's locks on a
 * file as soon as any of its handles of that file is closed: keep one handle per file and process.
 */
public final class FileLocks {

    private static final long POLL_MILLIS = 25;

    private FileLocks() {
    }

    /** Opens the file to lock it, making it if need be. */
    public static FileChannel open(Path file) {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new EmbeddedException("The lock file " + file + " cannot be opened (" + e.getMessage() + ").", e);
        }
    }

    /** Locks the whole file for this process alone, or for this and others that share, if nobody is in the way. */
    public static Optional<FileLock> tryLock(FileChannel channel, boolean shared) {
        try {
            return Optional.ofNullable(channel.tryLock(0, Long.MAX_VALUE, shared));
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new EmbeddedException("The data folder's file system does not lock files (" + e.getMessage() + ").",
                    e);
        }
    }

    /** As {@link #tryLock}, patiently; empty when it is still taken after the given time. */
    public static Optional<FileLock> lock(FileChannel channel, boolean shared, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<FileLock> lock = tryLock(channel, shared);
            if (lock.isPresent() || System.nanoTime() > deadline) {
                return lock;
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }

    /** Whether another process holds the file; this process must not. */
    public static boolean isHeld(Path file) {
        try (FileChannel channel = open(file)) {
            Optional<FileLock> lock = tryLock(channel, false);
            return lock.isEmpty();
        } catch (IOException e) {
            return false;
        }
    }
}
