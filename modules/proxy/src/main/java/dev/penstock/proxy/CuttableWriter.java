// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;

/// Writes to a caller so that [BlockedThreads] knows who does.
final class CuttableWriter implements DataWriter {

    private final DataWriter writer;
    private final BlockedThreads threads;

    CuttableWriter(DataWriter writer, BlockedThreads threads) {
        this.writer = writer;
        this.threads = threads;
    }

    private void inside(Runnable write) {
        threads.enter();
        try {
            write.run();
        } finally {
            threads.leave();
        }
    }

    @Override
    public void write(BufferData... buffers) {
        inside(() -> writer.write(buffers));
    }

    @Override
    public void write(BufferData buffer) {
        inside(() -> writer.write(buffer));
    }

    @Override
    public void writeNow(BufferData... buffers) {
        inside(() -> writer.writeNow(buffers));
    }

    @Override
    public void writeNow(BufferData buffer) {
        inside(() -> writer.writeNow(buffer));
    }

    @Override
    public void flush() {
        inside(writer::flush);
    }
}
