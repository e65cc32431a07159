// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Hands the server's HTTP/1.1 connections a [CallerContext], and counts them.
final class CallerConnections implements ServerConnectionSelector {

    private static final Duration DRAIN_SILENCE = Duration.ofMillis(500);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(5);

    private static final System.Logger LOG = System.getLogger(CallerConnections.class.getName());
    private static final long QUIET = Duration.ofSeconds(1).toNanos();

    private final ServerConnectionSelector http;
    private final DataPlaneSettings settings;
    private final Farewell farewell;
    private final Pulse pulse;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong lastSaid = new AtomicLong(System.nanoTime() - QUIET);

    CallerConnections(
            ServerConnectionSelector http,
            DataPlaneSettings settings,
            Farewell farewell,
            Pulse pulse) {
        this.http = http;
        this.settings = settings;
        this.farewell = farewell;
        this.pulse = pulse;
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext connection) {
        CallerContext context = new CallerContext(connection, settings, farewell);
        return new Draining(http.connection(context), context);
    }

    // At most once a second: a crowd must not fill the log as well.
    private void sayFull() {
        long last = lastSaid.get();
        long now = System.nanoTime();
        if (now - last >= QUIET && lastSaid.compareAndSet(last, now)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} connections are open, which is the limit; more are refused",
                    settings.edge().maxConnections());
        }
    }

    private final class Draining implements ServerConnection, InterruptableTask<Void> {

        private final ServerConnection http;
        private final CallerContext context;

        Draining(ServerConnection http, CallerContext context) {
            this.http = http;
            this.context = context;
        }

        @Override
        public void handle(Limit limit) throws InterruptedException {
            boolean room = open.incrementAndGet() <= settings.edge().maxConnections();
            try {
                if (room) {
                    serve(limit);
                } else {
                    sayFull();
                    farewell.full(context);
                    context.leaveUnread();
                }
            } finally {
                if (context.unread()) {
                    context.socket().drain(DRAIN_SILENCE, DRAIN_LIMIT);
                }
                open.decrementAndGet();
            }
        }

        private void serve(Limit limit) throws InterruptedException {
            pulse.add(context.clock());
            try {
                http.handle(limit);
            } finally {
                pulse.remove(context.clock());
            }
        }

        @Override
        public Duration idleTime() {
            return http.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            http.close(interrupt);
        }

        @Override
        public boolean canInterrupt() {
            return http instanceof InterruptableTask<?> task && task.canInterrupt();
        }
    }
}
