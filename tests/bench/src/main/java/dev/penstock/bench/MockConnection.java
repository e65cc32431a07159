// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One connection of the mock upstream: requests in, answers out, in order. Owned by the loop's thread.
final class MockConnection implements EventLoop.Handler {

    private static final int LARGEST_REQUEST = 1 << 20;
    private static final int BURST = 32;

    private final MockUpstream mock;
    private final EventLoop loop;
    private final SocketChannel channel;
    private @Nullable SelectionKey key;

    private byte[] request = new byte[4096];
    private int length;
    private int bodyStart = -1;
    private int end = -1;

    private @Nullable ByteBuffer waiting;
    private @Nullable StreamWish stream;
    private boolean usage;
    private int sent;
    private long due;

    MockConnection(MockUpstream mock, EventLoop loop, SocketChannel channel) {
        this.mock = mock;
        this.loop = loop;
        this.channel = channel;
    }

    void registered(SelectionKey own) {
        key = own;
    }

    @Override
    public void ready(SelectionKey ready) {
        try {
            if (ready.isReadable()) {
                read();
            }
            if (ready.isValid() && ready.isWritable()) {
                writeOn();
            }
        } catch (IOException gone) {
            close();
        }
    }

    private void read() throws IOException {
        ByteBuffer buffer = mock.reading();
        int count = channel.read(buffer);
        if (count < 0) {
            close();
            return;
        }
        buffer.flip();
        if (length + count > request.length) {
            if (length + count > LARGEST_REQUEST) {
                throw new IOException("a request of more than " + LARGEST_REQUEST + " bytes");
            }
            request = Arrays.copyOf(request, Math.max(2 * request.length, length + count));
        }
        buffer.get(request, length, count);
        length += count;
        if (complete()) {
            answer();
        }
    }

    private boolean complete() throws IOException {
        if (bodyStart < 0) {
            bodyStart = headEnd();
            if (bodyStart < 0) {
                return false;
            }
            end = bodyStart + contentLength();
        }
        return length >= end;
    }

    private int headEnd() {
        for (int at = 3; at < length; at++) {
            if (request[at] == '\n' && request[at - 2] == '\n') {
                return at + 1;
            }
        }
        return -1;
    }

    private int contentLength() throws IOException {
        String head =
                new String(request, 0, bodyStart, StandardCharsets.ISO_8859_1)
                        .toLowerCase(Locale.ROOT);
        int at = head.indexOf("\r\ncontent-length:");
        if (at < 0) {
            if (head.contains("\r\ntransfer-encoding:")) {
                throw new IOException("a request without content-length");
            }
            return 0;
        }
        return Integer.parseInt(head.substring(at + 17, head.indexOf('\r', at + 2)).strip());
    }

    private void answer() throws IOException {
        String body = new String(request, bodyStart, end - bodyStart, StandardCharsets.ISO_8859_1);
        String head = new String(request, 0, bodyStart, StandardCharsets.ISO_8859_1);
        String path =
                head.substring(head.indexOf(' ') + 1, head.indexOf(' ', head.indexOf(' ') + 1));
        System.arraycopy(request, end, request, 0, length - end);
        length -= end;
        bodyStart = -1;
        StreamWish wish = StreamWish.in(body);
        if (wish == null) {
            write(mock.answer(path));
            return;
        }
        usage = body.contains("\"include_usage\":true");
        stream = wish;
        sent = 0;
        due = System.nanoTime();
        write(Answers.streamStart());
        go();
    }

    // Sends what is due, as far as the connection takes it.
    private void go() {
        StreamWish wish = stream;
        if (wish == null || waiting != null || !channel.isOpen()) {
            return;
        }
        try {
            int before = sent;
            while (waiting == null
                    && sent < wish.chunks()
                    && sent - before < BURST
                    && due <= System.nanoTime()) {
                write(ByteBuffer.wrap(mock.markedNow(wish.filler())));
                sent++;
                due += wish.intervalMicros() * 1000;
            }
            if (waiting == null && sent == wish.chunks()) {
                stream = null;
                write(Answers.streamEnd(usage, sent));
            } else if (waiting == null) {
                // Not earlier than now, so that others have their turn.
                loop.at(Math.max(due, System.nanoTime()), this::go);
            }
        } catch (IOException gone) {
            close();
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            waiting = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
            interest(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    private void writeOn() throws IOException {
        ByteBuffer rest = waiting;
        if (rest != null) {
            channel.write(rest);
            if (rest.hasRemaining()) {
                return;
            }
            waiting = null;
        }
        interest(SelectionKey.OP_READ);
        go();
    }

    private void interest(int operations) {
        SelectionKey own = key;
        if (own != null && own.isValid()) {
            own.interestOps(operations);
        }
    }

    private void close() {
        stream = null;
        try {
            channel.close();
        } catch (IOException closed) {
            // Nothing is left to close.
        }
    }
}
