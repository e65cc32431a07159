// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Looks at all calls in progress in short steps, so that no call needs a timer or a thread of its
/// own as long as nothing is late.
final class Pulse implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Pulse.class.getName());

    /// Something to look at. It must not block: what takes time gets a thread.
    interface Watched {
        /// Looks.
        ///
        /// @param now [System#nanoTime]
        void look(long now);
    }

    private final Set<Watched> all = ConcurrentHashMap.newKeySet();
    private final Thread thread;

    Pulse(Duration step) {
        this.thread = Thread.ofVirtual().name("penstock-pulse").start(() -> run(step));
    }

    void add(Watched watched) {
        all.add(watched);
    }

    void remove(Watched watched) {
        all.remove(watched);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run(Duration step) {
        try {
            while (true) {
                Thread.sleep(step);
                long now = System.nanoTime();
                for (Watched watched : all) {
                    look(watched, now);
                }
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    private static void look(Watched watched, long now) {
        try {
            watched.look(now);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a call in progress could not be looked at", e);
        }
    }
}
