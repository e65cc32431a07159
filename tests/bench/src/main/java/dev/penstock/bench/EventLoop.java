// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/// One thread that serves many sockets and alarms, so that the measuring side costs as little as it can
/// beside what is measured. Alarms are up to a millisecond late. Only [#wake] may be called by others.
final class EventLoop implements AutoCloseable {

    private static final long LONGEST_WAIT_MILLIS = 100;

    private final Selector selector;
    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>(Comparator.comparingLong(Alarm::at));

    private record Alarm(long at, Runnable action) {}

    /// What a socket belongs to.
    interface Handler {
        /// Called when the socket can be read, written, accepted or is connected.
        void ready(SelectionKey key);
    }

    EventLoop() throws IOException {
        this.selector = Selector.open();
    }

    /// Watches a channel from now on.
    SelectionKey register(SelectableChannel channel, int operations, Handler handler)
            throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, operations, handler);
    }

    /// Has something done.
    ///
    /// @param nanos when, by [System#nanoTime]
    void at(long nanos, Runnable action) {
        alarms.add(new Alarm(nanos, action));
    }

    /// Ends the current wait.
    void wake() {
        selector.wakeup();
    }

    /// Works until that is so, which is looked at at least every tenth of a second.
    void runUntil(BooleanSupplier end) throws IOException {
        while (!end.getAsBoolean()) {
            await();
            selector.selectedKeys()
                    .forEach(key -> {
                        if (key.isValid() && key.attachment() instanceof Handler handler) {
                            handler.ready(key);
                        }
                    });
            selector.selectedKeys().clear();
            fireAlarms();
        }
    }

    private void await() throws IOException {
        Alarm next = alarms.peek();
        long millis = LONGEST_WAIT_MILLIS;
        if (next != null) {
            long left = next.at() - System.nanoTime();
            millis = left <= 0 ? 0 : Math.min(millis, left / 1_000_000 + 1);
        }
        if (millis == 0) {
            selector.selectNow();
        } else {
            selector.select(millis);
        }
    }

    private void fireAlarms() {
        long now = System.nanoTime();
        for (Alarm next = alarms.peek(); next != null && next.at() <= now; next = alarms.peek()) {
            alarms.remove();
            next.action().run();
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
