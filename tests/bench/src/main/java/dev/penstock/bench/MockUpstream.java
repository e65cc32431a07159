// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// A provider that answers as fast as it can from answers made before. Prints its port, and ends with
/// its standard input.
final class MockUpstream implements AutoCloseable {

    private static final int BACKLOG = 16_384;

    // Grown without bounds, the buffers of a thousand callers who do not read would take all memory
    // that
    // the kernel has for connections, and every other one would slow down.
    private static final int SEND_BUFFER = 64 << 10;

    private final EventLoop loop;
    private final ServerSocketChannel server;
    private final ByteBuffer reading = ByteBuffer.allocateDirect(64 << 10);
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final ByteBuffer openAi = Answers.openAi();
    private final ByteBuffer anthropic = Answers.anthropic();
    private final ByteBuffer models = Answers.models();
    private final Map<Integer, byte[]> markedChunks = new HashMap<>();

    MockUpstream() throws IOException {
        loop = new EventLoop();
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        loop.register(server, SelectionKey.OP_ACCEPT, this::accept);
    }

    /// Entry of the process.
    public static void main(String[] arguments) throws IOException {
        try (MockUpstream mock = new MockUpstream()) {
            Thread.ofPlatform().daemon().start(mock::endWithParent);
            Lines.toParent(Integer.toString(mock.port()));
            mock.run();
        }
    }

    private void endWithParent() {
        try {
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException gone) {
            // The parent is gone either way.
        } finally {
            stop();
        }
    }

    int port() throws IOException {
        return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    void run() throws IOException {
        loop.runUntil(stopped::get);
    }

    void stop() {
        stopped.set(true);
        loop.wake();
    }

    private void accept(SelectionKey key) {
        try {
            for (SocketChannel caller = server.accept(); caller != null; caller = server.accept()) {
                caller.socket().setTcpNoDelay(true);
                caller.socket().setSendBufferSize(SEND_BUFFER);
                MockConnection connection = new MockConnection(this, loop, caller);
                connection.registered(loop.register(caller, SelectionKey.OP_READ, connection));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// A buffer for one read, shared by all connections.
    ByteBuffer reading() {
        return reading.clear();
    }

    /// What a request without a wish for a stream gets.
    ByteBuffer answer(String path) {
        if (path.endsWith("/chat/completions")) {
            return openAi.duplicate();
        }
        if (path.endsWith("/messages")) {
            return anthropic.duplicate();
        }
        return path.endsWith("/models")
                ? models.duplicate()
                : Answers.refusal(404, "the mock does not know " + path);
    }

    /// A content event with this moment in it. Shared: to be written before the next one is asked for.
    byte[] markedNow(int filler) {
        byte[] chunk = markedChunks.computeIfAbsent(filler, Answers::marked);
        int at = 0;
        while (chunk[at] != '~') {
            at++;
        }
        Marks.write(System.nanoTime(), chunk, at);
        return chunk;
    }

    @Override
    public void close() throws IOException {
        loop.close();
    }
}
