// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// A caller with a bare socket, who need not keep to HTTP.
final class RawConnection implements AutoCloseable {

    private static final int DEADLINE_MILLIS = 20_000;

    private final Socket socket = new Socket();
    private final InputStream in;

    RawConnection(URI gateway) throws IOException {
        // Little room, so that a caller who does not read is soon felt.
        socket.setReceiveBufferSize(8 * 1024);
        socket.connect(
                new InetSocketAddress(gateway.getHost(), gateway.getPort()), DEADLINE_MILLIS);
        socket.setSoTimeout(DEADLINE_MILLIS);
        in = socket.getInputStream();
    }

    RawConnection send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /// The head of the next answer; its body is passed over.
    String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new AssertionError("the connection ended after: " + head);
            }
            head.write(next);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        String length = text.replaceAll("(?is).*\r\ncontent-length: (\\d+)\r\n.*", "$1");
        in.skipNBytes(length.equals(text) ? 0 : Long.parseLong(length));
        return text;
    }

    /// How many bytes come until the connection ends or is cut.
    long rest() throws IOException {
        byte[] piece = new byte[64 * 1024];
        long count = 0;
        try {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                count += read;
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("the connection stayed open", e);
        } catch (java.net.SocketException _) {
            // Cut.
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
