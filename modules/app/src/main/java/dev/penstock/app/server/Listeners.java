// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import dev.penstock.app.settings.ListenAddress;
import dev.penstock.proxy.DataPlane;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Makes the HTTP servers. Two of them rather than one with two sockets, because the one for
/// management must still answer while the other is drained.
final class Listeners {

    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final Duration IDLE_CHECK = Duration.ofSeconds(30);
    private static final int BACKLOG = 1_024;

    private Listeners() {}

    /// Starts a server.
    ///
    /// @param address where
    /// @param name of the setting of its port, for people
    /// @param grace how long a stop waits for calls that run
    /// @param routing what it serves
    /// @param plane prepares the listener for its calls, or null
    /// @param tls its certificate, or null for plain HTTP
    static WebServer start(
            ListenAddress address,
            String name,
            Duration grace,
            HttpRouting.Builder routing,
            @Nullable DataPlane plane,
            @Nullable Tls tls) {
        WebServerConfig.Builder builder =
                WebServer.builder()
                        .host(address.host())
                        .port(address.port())
                        .backlog(BACKLOG)
                        .featuresDiscoverServices(false)
                        .shutdownHook(false)
                        .shutdownGracePeriod(grace)
                        .idleConnectionTimeout(IDLE)
                        .idleConnectionPeriod(IDLE_CHECK)
                        .routing(routing);
        if (tls != null) {
            builder.tls(tls);
        }
        if (plane == null) {
            builder.connectionOptions(options -> options.tcpNoDelay(true));
        } else {
            plane.configure(builder);
        }
        WebServer server = builder.build().start();
        if (!server.isRunning()) {
            throw taken(address, name, "the port was taken in this moment");
        }
        return server;
    }

    /// Looks whether a start could listen, before it has touched anything. The server itself would
    /// tell it in its log only.
    ///
    /// @param name of the setting of its port, for people
    static void probe(ListenAddress address, String name) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address.host(), address.port()));
        } catch (IOException | RuntimeException e) {
            throw taken(address, name, String.valueOf(e.getMessage()));
        }
    }

    private static StartException taken(ListenAddress address, String name, String reason) {
        return new StartException(
                "cannot listen on "
                        + address.host()
                        + ":"
                        + address.port()
                        + " ("
                        + reason
                        + "); stop what uses it or choose another "
                        + name);
    }
}
