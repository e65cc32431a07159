// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Journal files of a disk that a test fills, breaks or slows down.
final class FaultyFiles implements JournalFile.Maker {

    /// What is broken.
    enum Fault {
        NONE,
        /// Half of every piece is written, then the disk is full.
        FULL,
        /// Pieces are written but cannot be forced to the disk.
        FORCE,
        /// As [#FULL], and what was written cannot be cut off.
        FULL_AND_NO_CUT,
        /// Whole pieces are written but said to have failed, and cannot be cut off.
        WRITTEN_AND_NO_CUT,
        /// No file can be made.
        NO_NEW_FILE
    }

    final List<Path> made = new CopyOnWriteArrayList<>();
    volatile Fault fault = Fault.NONE;
    volatile CountDownLatch gate = new CountDownLatch(0);

    @Override
    public JournalFile make(Path path) throws IOException {
        if (fault == Fault.NO_NEW_FILE) {
            throw new IOException("no space left on device");
        }
        made.add(path);
        return new Faulty(JournalFile.make(path));
    }

    private final class Faulty implements JournalFile {

        private final JournalFile file;

        private Faulty(JournalFile file) {
            this.file = file;
        }

        @Override
        public void append(ByteBuffer bytes) throws IOException {
            pass();
            switch (fault) {
                case NONE, FORCE, NO_NEW_FILE -> file.append(bytes);
                case FULL, FULL_AND_NO_CUT -> {
                    file.append(bytes.slice(bytes.position(), bytes.remaining() / 2));
                    throw new IOException("no space left on device");
                }
                case WRITTEN_AND_NO_CUT -> {
                    file.append(bytes);
                    throw new IOException("input/output error");
                }
            }
        }

        @Override
        public void force() throws IOException {
            if (fault == Fault.FORCE) {
                throw new IOException("input/output error");
            }
            file.force();
        }

        @Override
        public void truncate(long length) throws IOException {
            if (fault == Fault.FULL_AND_NO_CUT || fault == Fault.WRITTEN_AND_NO_CUT) {
                throw new IOException("input/output error");
            }
            file.truncate(length);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }

        private void pass() throws IOException {
            try {
                if (!gate.await(30, TimeUnit.SECONDS)) {
                    throw new IOException("the test did not open the gate");
                }
            } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
            }
        }
    }
}
