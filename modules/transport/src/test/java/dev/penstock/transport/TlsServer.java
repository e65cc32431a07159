// SPDX-License-Identifier: Apache-2.0
package dev.penstock.transport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/// Answers `ok` over TLS, or begins to answer and stalls at the path `/stall`.
final class TlsServer implements AutoCloseable {

    private final SSLServerSocket listener;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicReference<String> serverName = new AtomicReference<>("");

    TlsServer(SSLContext context) throws IOException {
        listener =
                (SSLServerSocket)
                        context.getServerSocketFactory()
                                .createServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    int requests() {
        return requests.get();
    }

    String serverName() {
        return serverName.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) listener.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(SSLSocket socket) {
        try (socket) {
            socket.startHandshake();
            List<SNIServerName> names =
                    ((ExtendedSSLSession) socket.getSession()).getRequestedServerNames();
            names.forEach(name -> serverName.set(((SNIHostName) name).getAsciiName()));
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                answer(socket, in, line.contains("/stall"));
            }
        } catch (IOException gone) {
            // The client refused or left.
        }
    }

    private void answer(SSLSocket socket, BufferedReader in, boolean stall) throws IOException {
        requests.incrementAndGet();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            // Headers are of no interest.
        }
        in.skip(2);
        String answer =
                stall
                        ? "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nbegun"
                        : "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
