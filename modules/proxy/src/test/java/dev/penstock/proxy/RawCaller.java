// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A caller with a bare socket: what it sends and when is up to the test.
final class RawCaller implements AutoCloseable {

    record Reply(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    final Socket socket;
    private final InputStream in;

    RawCaller(int port) throws IOException {
        this(port, 0);
    }

    /// A caller whose kernel holds little of what it does not read.
    RawCaller(int port, int receiveBuffer) throws IOException {
        socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(
                new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
    }

    /// A caller on a connection that is there.
    RawCaller(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(10_000);
        in = socket.getInputStream();
    }

    RawCaller send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    RawCaller post(String path, String body, String... headers) throws IOException {
        return send(request("POST", path, body, headers));
    }

    /// A request with the good key.
    static String request(String method, String path, String body, String... headers) {
        StringBuilder text = new StringBuilder();
        text.append(method).append(' ').append(path).append(" HTTP/1.1\r\nhost: localhost\r\n");
        text.append("authorization: Bearer ").append(FakeEngine.KEY).append("\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        if (!body.isEmpty()) {
            text.append("content-type: application/json\r\ncontent-length: ")
                    .append(body.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n");
        }
        return text.append("\r\n").append(body).toString();
    }

    /// Reads a whole answer.
    Reply reply() throws IOException {
        Reply head = head();
        if (head.header("transfer-encoding").equals("chunked")) {
            StringBuilder body = new StringBuilder();
            for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
                body.append(chunk);
            }
            return new Reply(head.status(), head.headers(), body.toString());
        }
        String length = head.header("content-length");
        byte[] body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
        return new Reply(head.status(), head.headers(), new String(body, StandardCharsets.UTF_8));
    }

    /// Reads the head of an answer.
    Reply head() throws IOException {
        String status = line();
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (a, b) -> a + "," + b);
        }
        return new Reply(Integer.parseInt(status.substring(9, 12)), headers, "");
    }

    /// Reads one chunk; empty at the regular end.
    String chunk() throws IOException {
        int length = Integer.parseInt(line(), 16);
        byte[] bytes = in.readNBytes(length);
        if (bytes.length != length || !line().isEmpty()) {
            throw new AssertionError("the chunk is cut");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// Reads to the end of the connection.
    byte[] rest() throws IOException {
        return in.readAllBytes();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new AssertionError("the connection ended after: " + line);
            }
            if (next == '\n') {
                return line.toString(StandardCharsets.UTF_8).stripTrailing();
            }
            line.write(next);
        }
    }

    /// Leaves in the middle of what it does.
    void leave() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
