// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.StateException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
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

    /// Makes the directory when it is missing, takes it, and puts in order what a sudden death may have
    /// left half done in it.
    static DirectoryLock take(Path directory) {
        try {
            DataFolder folder = new DataFolder(directory);
            folder.make();
            FileChannel channel =
                    FileChannel.open(
                            directory.resolve(FILE),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (lock(channel) != null) {
                return recovered(folder, new DirectoryLock(channel));
            }
            channel.close();
        } catch (IOException e) {
            throw new StateException(
                    StateException.Kind.UNUSABLE,
                    "the data directory " + directory + " cannot be written; check its rights",
                    e);
        }
        throw new StateException(
                StateException.Kind.UNUSABLE,
                "another process has the data directory "
                        + directory
                        + " open; stop it, or give this one another directory");
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
