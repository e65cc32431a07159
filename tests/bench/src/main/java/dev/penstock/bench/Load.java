// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// One order being carried out, on one thread.
final class Load implements AutoCloseable {

    private static final long GRACE = TimeUnit.SECONDS.toNanos(10);
    private static final long MOST_FAILURES = 1000;
    private static final long AGAIN = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long RAMP = TimeUnit.SECONDS.toNanos(1);

    private final Order order;
    private final AtomicBoolean stopped;
    private final Runnable ready;
    private final EventLoop loop = new EventLoop();
    private final Recorder recorder = new Recorder();
    private final ByteBuffer reading = ByteBuffer.allocate(64 << 10);
    private final List<LoadConnection> connections = new ArrayList<>();
    private final long deadline;
    private long left;
    private int heads;
    private int open;

    /// @param stopped ends it early, and is what ends held connections
    /// @param ready called once when all held connections have the head of their answer
    Load(Order order, AtomicBoolean stopped, Runnable ready) throws IOException {
        this.order = order;
        this.stopped = stopped;
        this.ready = ready;
        this.left = order.requests() == 0 ? Long.MAX_VALUE : order.requests();
        this.deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(order.millis());
    }

    /// Carries the order out.
    LoadResult run() throws IOException {
        byte[] bytes = request().getBytes(StandardCharsets.UTF_8);
        ByteBuffer request = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        open = order.connections();
        long begin = System.nanoTime();
        // Streams that begin together would also send together for ever.
        long step = order.kind() == Order.Kind.JSON ? 0 : RAMP / order.connections();
        for (int index = 0; index < order.connections(); index++) {
            LoadConnection connection = new LoadConnection(this, order, request);
            connections.add(connection);
            loop.at(begin + index * step, connection::connect);
        }
        loop.runUntil(this::over);
        finish();
        return recorder.result();
    }

    private boolean over() {
        return switch (order.kind()) {
            case JSON -> open == 0 || System.nanoTime() - deadline > GRACE;
            case STREAMS -> open == 0 || stopped.get() || System.nanoTime() > deadline;
            case HOLD ->
                    stopped.get() || (heads < order.connections() && System.nanoTime() > deadline);
        };
    }

    private void finish() {
        for (LoadConnection connection : connections) {
            switch (order.kind()) {
                case JSON, STREAMS -> {
                    if (connection.busy()) {
                        recorder.failed("no whole answer in time");
                    }
                }
                case HOLD -> {
                    if (connection.stands()) {
                        recorder.answered(System.nanoTime());
                    }
                }
            }
            connection.close();
        }
    }

    private String request() {
        return "POST %s HTTP/1.1\r\nhost: 127.0.0.1:%d\r\nauthorization: %s\r\n"
                        .formatted(order.path(), order.port(), order.authorization())
                + "content-type: application/json\r\naccept: */*\r\nuser-agent: penstock-bench\r\n"
                + "content-length: %d\r\n\r\n%s"
                        .formatted(
                                order.body().getBytes(StandardCharsets.UTF_8).length, order.body());
    }

    EventLoop loop() {
        return loop;
    }

    Recorder recorder() {
        return recorder;
    }

    /// A buffer for one read, shared by all connections.
    ByteBuffer reading() {
        return reading.clear();
    }

    /// Whether one more request may begin; counts it.
    boolean begin() {
        if (stopped.get() || left == 0 || (System.nanoTime() > deadline && !holds())) {
            return false;
        }
        left--;
        return true;
    }

    private boolean holds() {
        return order.kind() == Order.Kind.HOLD;
    }

    void headArrived() {
        if (++heads == order.connections() && holds()) {
            ready.run();
        }
    }

    void closed() {
        open--;
    }

    /// A request that failed is followed by another on a new connection, within reason.
    void failed(LoadConnection connection) {
        if (order.kind() == Order.Kind.JSON && recorder.failures() < MOST_FAILURES) {
            open++;
            loop.at(System.nanoTime() + AGAIN, connection::connect);
        }
    }

    @Override
    public void close() throws IOException {
        loop.close();
    }
}
