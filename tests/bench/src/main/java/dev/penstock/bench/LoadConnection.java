// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One connection of a load generator. Owned by the loop's thread.
final class LoadConnection implements EventLoop.Handler {

    private static final int CONNECT_MILLIS = 10_000;
    private static final int SLOW_BUFFER = 4096;
    private static final int LONGEST_REFUSAL = 400;
    private static final long SECOND = 1_000_000_000L;

    private final Load load;
    private final Order order;
    private final ByteBuffer request;
    private final Marks marks = new Marks();
    private AnswerParser parser = new AnswerParser(this::body);
    private @Nullable SocketChannel channel;
    private long sentAt;
    private boolean waiting;
    private boolean begun;
    private int chunks;
    private final StringBuilder refusal = new StringBuilder();

    LoadConnection(Load load, Order order, ByteBuffer request) {
        this.load = load;
        this.order = order;
        this.request = request;
    }

    /// Connects and sends the first request.
    void connect() {
        try {
            SocketChannel opened = SocketChannel.open();
            channel = opened;
            if (order.bytesPerSecond() > 0) {
                opened.setOption(StandardSocketOptions.SO_RCVBUF, SLOW_BUFFER);
            }
            opened.socket()
                    .connect(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), order.port()),
                            CONNECT_MILLIS);
            opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            boolean slow = order.bytesPerSecond() > 0;
            load.loop().register(opened, slow ? 0 : SelectionKey.OP_READ, this);
            parser = new AnswerParser(this::body);
            send();
            if (slow) {
                load.loop().at(System.nanoTime() + SECOND, this::readSlowly);
            }
        } catch (IOException refused) {
            fail("could not connect: " + refused);
        }
    }

    private void send() throws IOException {
        SocketChannel open = channel;
        if (open == null || !load.begin()) {
            close();
            return;
        }
        chunks = 0;
        waiting = true;
        sentAt = System.nanoTime();
        load.recorder().begun(sentAt);
        request.rewind();
        open.write(request);
        if (request.hasRemaining()) {
            throw new IOException("a request did not fit into the send buffer");
        }
    }

    @Override
    public void ready(SelectionKey key) {
        read(load.reading());
    }

    private void readSlowly() {
        SocketChannel open = channel;
        if (open != null && open.isOpen()) {
            read(load.reading().limit(order.bytesPerSecond()));
            load.loop().at(System.nanoTime() + SECOND, this::readSlowly);
        }
    }

    private void read(ByteBuffer buffer) {
        SocketChannel open = channel;
        if (open == null) {
            return;
        }
        try {
            int count = open.read(buffer);
            if (count < 0) {
                fail("the connection ended in the middle of an answer");
                return;
            }
            take(buffer.array(), buffer.arrayOffset(), count);
        } catch (IOException | RuntimeException broken) {
            fail(broken.toString());
        }
    }

    private void take(byte[] bytes, int from, int count) throws IOException {
        int at = from;
        int end = from + count;
        while (at < end && channel != null) {
            at = parser.take(bytes, at, end);
            if (!begun && parser.status() != 0) {
                begun = true;
                load.headArrived();
            }
            if (parser.complete()) {
                answered();
            }
        }
    }

    private void body(byte[] bytes, int from, int to) {
        if (parser.status() != 200 && refusal.length() < LONGEST_REFUSAL) {
            refusal.append(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        } else if (order.kind() != Order.Kind.JSON) {
            long now = System.nanoTime();
            marks.read(
                    bytes,
                    from,
                    to,
                    nanos -> {
                        chunks++;
                        load.recorder().chunk(now - nanos);
                    });
        }
    }

    private void answered() throws IOException {
        long now = System.nanoTime();
        waiting = false;
        if (parser.status() != 200) {
            fail("status " + parser.status() + ": " + refusal);
            refusal.setLength(0);
            return;
        }
        switch (order.kind()) {
            case JSON -> {
                load.recorder().answered(now);
                load.recorder().latency(now - sentAt);
                parser.next();
                send();
            }
            case STREAMS -> {
                if (chunks == order.chunks()) {
                    load.recorder().answered(now);
                } else {
                    load.recorder().failed(chunks + " chunks of " + order.chunks());
                }
                close();
            }
            case HOLD -> fail("a held stream ended");
        }
    }

    private void fail(String reason) {
        load.recorder().failed(reason);
        waiting = false;
        close();
        load.failed(this);
    }

    /// Whether it has begun a request whose answer is not complete.
    boolean busy() {
        return waiting;
    }

    /// Whether it stands.
    boolean stands() {
        return channel != null && channel.isOpen();
    }

    void close() {
        waiting = false;
        SocketChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException closed) {
                // Nothing is left to close.
            }
            load.closed();
        }
    }
}
