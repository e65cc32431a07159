// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.state.Actor;
import dev.penstock.state.Backup;
import dev.penstock.state.BackupManifest;
import dev.penstock.state.Maintenance;
import dev.penstock.state.Retention;
import dev.penstock.state.StateException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Maintenance that does what a test says and remembers who asked.
final class MemoryMaintenance implements Maintenance {

    static final byte[] ARCHIVE = "an archive".getBytes(StandardCharsets.UTF_8);

    final List<Actor> actors = new CopyOnWriteArrayList<>();
    final AtomicInteger open = new AtomicInteger();
    volatile boolean refusing;
    volatile boolean failing;

    @Override
    public void retain(Retention retention) {
        throw new AssertionError("the control plane removes nothing");
    }

    @Override
    public Rekeyed rekey(Actor actor) {
        actors.add(actor);
        return new Rekeyed(5, 2, "0011223344556677", false);
    }

    @Override
    public Backup backup(Actor actor) {
        if (refusing) {
            throw new StateException(StateException.Kind.CONFLICT, "use pg_dump");
        }
        actors.add(actor);
        open.incrementAndGet();
        return new Backup() {
            @Override
            public BackupManifest manifest() {
                Instant created = Instant.parse("2026-11-20T10:00:00Z");
                return new BackupManifest(1, "0.1.0", 3, created, "local", "00", List.of());
            }

            @Override
            public long bytes() {
                return ARCHIVE.length;
            }

            @Override
            public void writeTo(OutputStream to) throws IOException {
                if (failing) {
                    to.write(ARCHIVE, 0, 3);
                    to.flush();
                    throw new IOException("the disk is gone");
                }
                to.write(ARCHIVE);
            }

            @Override
            public void close() {
                open.decrementAndGet();
            }
        };
    }
}
