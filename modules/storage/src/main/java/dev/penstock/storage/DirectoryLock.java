// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.StateException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Holds a data directory for one store. The operating system lets go of it when the process dies.
final class DirectoryLock implements AutoCloseable {

    static final String FILE = "penstock.lock";

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Makes the directory when it is missing, for its owner alone, takes it, and puts in order what a
    /// sudden death may have left half done in it.
    static DirectoryLock take(Path directory) {
        try {
            DataFolder folder = new DataFolder(directory);
            folder.make();
            DirectoryLock lock =
                    open(directory, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock != null) {
                return recovered(folder, lock);
            }
        } catch (IOException e) {
            throw unusable(directory, e);
        }
        throw new StateException(
                StateException.Kind.UNUSABLE,
                "another process has the data directory "
                        + directory
                        + " open; stop it, or give this one another directory");
    }

    /// Takes a directory that was taken before, and makes nothing.
    ///
    /// @return null when another process has it, or when it was never taken, see [#known]
    static @Nullable DirectoryLock takeIfFree(Path directory) {
        try {
            return known(directory) ? open(directory, StandardOpenOption.WRITE) : null;
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    /// Whether a directory was ever taken.
    static boolean known(Path directory) {
        return Files.exists(directory.resolve(FILE));
    }

    private static @Nullable DirectoryLock open(Path directory, StandardOpenOption... options)
            throws IOException {
        FileChannel channel = FileChannel.open(directory.resolve(FILE), options);
        if (lock(channel) != null) {
            return new DirectoryLock(channel);
        }
        channel.close();
        return null;
    }

    private static StateException unusable(Path directory, IOException cause) {
        return new StateException(
                StateException.Kind.UNUSABLE,
                "the data directory " + directory + " cannot be written; check its rights",
                cause);
    }

    private static DirectoryLock recovered(DataFolder folder, DirectoryLock lock)
            throws IOException {
        boolean done = false;
        try {
            folder.recover();
            done = true;
            return lock;
        } finally {
            if (!done) {
                lock.close();
            }
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            Log.warning("the lock of the data directory could not be released", e);
        }
    }
}
