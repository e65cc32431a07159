// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Journal files of which is known how much was forced to the disk, and whose forcing can be held up.
final class ForcedFiles implements JournalFile.Maker {

    private final Map<Path, Long> written = new ConcurrentHashMap<>();
    private final Map<Path, Long> forced = new ConcurrentHashMap<>();
    private final ReentrantLock forcing = new ReentrantLock();

    @Override
    public JournalFile make(Path path) throws IOException {
        written.put(path, 0L);
        forced.put(path, 0L);
        return new Watched(path, JournalFile.make(path));
    }

    /// Lets no force come to its end.
    void holdForces() {
        forcing.lock();
    }

    void releaseForces() {
        forcing.unlock();
    }

    /// Waits until something is written that is not forced.
    void awaitUnforcedBytes(Duration deadline) {
        Eventually.holds(deadline, () -> !forced.equals(written));
    }

    /// How long each file is so far as it was forced.
    Map<Path, Long> forced() {
        return Map.copyOf(forced);
    }

    private final class Watched implements JournalFile {

        private final Path path;
        private final JournalFile file;
        private long length;

        private Watched(Path path, JournalFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public void append(ByteBuffer bytes) throws IOException {
            int count = bytes.remaining();
            file.append(bytes);
            length += count;
            written.put(path, length);
        }

        @Override
        public void force() throws IOException {
            try {
                if (!forcing.tryLock(60, TimeUnit.SECONDS)) {
                    throw new IOException("the test did not let go");
                }
            } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
            }
            try {
                file.force();
                forced.put(path, length);
            } finally {
                forcing.unlock();
            }
        }

        @Override
        public void truncate(long to) throws IOException {
            file.truncate(to);
            length = to;
            written.put(path, length);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
