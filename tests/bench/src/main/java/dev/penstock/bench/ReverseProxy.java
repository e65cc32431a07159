// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The yardstick: nginx that passes everything on and does nothing else.
final class ReverseProxy implements AutoCloseable {

    private static final int TRIES = 100;

    private final Child process;
    private final int port;

    private ReverseProxy(Child process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts it in front of the mock upstream.
    static ReverseProxy start(Path folder, Placement placement, int mockPort) {
        try {
            Files.createDirectories(folder.resolve("logs"));
            int port = freePort();
            Path file = folder.resolve("nginx.conf");
            Files.writeString(file, configuration(port, mockPort, placement.workers()));
            Child process =
                    Child.start(
                            "nginx (install it: apt-get install nginx)",
                            placement.measured(
                                    List.of(
                                            "nginx",
                                            "-p",
                                            folder.toString(),
                                            "-e",
                                            "logs/error.log",
                                            "-c",
                                            file.toString())));
            awaitListening(port, process, 1 + placement.workers());
            return new ReverseProxy(process, port);
        } catch (IOException broken) {
            throw new BenchException("nginx could not be set up: " + broken);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitListening(int port, Child process, int processes) {
        for (int tried = 0; tried < TRIES; tried++) {
            try (Socket probe = new Socket()) {
                probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                // The port is open before the workers are there.
                if (process.pids().size() >= processes) {
                    return;
                }
            } catch (IOException notYet) {
                // It is tried again below.
            }
            Sampler.pause(Duration.ofMillis(50));
        }
        process.close();
        throw new BenchException("nginx does not listen; see logs/error.log in its folder");
    }

    private static String configuration(int port, int mockPort, int workers) {
        return """
        daemon off;
        %s
        worker_processes %d;
        worker_rlimit_nofile 40000;
        pid nginx.pid;
        events { worker_connections 20000; }
        http {
            access_log off;
            client_body_temp_path body;
            proxy_temp_path proxy;
            fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi;
            scgi_temp_path scgi;
            client_body_buffer_size 64k;
            keepalive_requests 1000000000;
            upstream mock {
                server 127.0.0.1:%d;
                keepalive 1024;
                keepalive_requests 1000000000;
            }
            server {
                listen 127.0.0.1:%d backlog=16384;
                location / {
                    proxy_pass http://mock;
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                    proxy_buffering off;
                    proxy_read_timeout 600s;
                }
            }
        }
        """
                .formatted(
                        System.getProperty("user.name").equals("root") ? "user root;" : "",
                        workers,
                        mockPort,
                        port);
    }

    /// Callers' view of it; it takes any key and any model.
    Target target() {
        return new Target(
                "nginx",
                port,
                "/v1/chat/completions",
                "Bearer none",
                Gateway.MODEL,
                process.pids());
    }

    @Override
    public void close() {
        process.close();
    }
}
