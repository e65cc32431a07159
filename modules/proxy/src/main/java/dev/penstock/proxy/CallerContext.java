// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.context.Context;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.ServerRequest;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/// What the server knows of a connection, with the reading side replaced by [CallerSocket]. It is
/// its own listener context, because that is what a request hands out: so a request finds its
/// connection without a map and without trusting socket ids, which are hash codes and collide.
final class CallerContext implements ConnectionContext, ListenerContext {

    private static final Duration LAST_WORD = Duration.ofSeconds(1);

    private final ConnectionContext connection;
    private final ListenerContext listener;
    private final CallerSocket socket;
    private final DataReader reader;
    private final DataWriter writer;
    private final ContentEncodingContext encodings;
    private final BlockedThreads threads = new BlockedThreads();
    private volatile boolean unread;

    private final HeadClock clock;

    CallerContext(ConnectionContext connection, DataPlaneSettings settings, Farewell farewell) {
        this.connection = connection;
        this.listener = connection.listenerContext();
        this.socket = new CallerSocket(connection.dataReader(), threads);
        this.writer =
                connection.isSecure()
                        ? new CuttableWriter(connection.dataWriter(), threads)
                        : connection.dataWriter();
        this.clock = new HeadClock(settings.edge(), begun -> late(begun, farewell));
        this.reader = DataReader.create(new Framing(socket, clock, settings, door(farewell)));
        this.encodings = new PlainBodies(listener.contentEncodingContext());
    }

    /// The connection of a request, or null when the server was not configured by
    /// [DataPlane#configure].
    static @Nullable CallerContext of(ServerRequest request) {
        return request.listenerContext() instanceof CallerContext ours ? ours : null;
    }

    CallerSocket socket() {
        return socket;
    }

    /// What is to be looked at while the connection lives.
    HeadClock clock() {
        return clock;
    }

    private Framing.Door door(Farewell farewell) {
        return new Framing.Door() {
            @Override
            public CloseConnectionException refuse(Misframed why, String method, String path) {
                unread = true;
                farewell.refuse(CallerContext.this, why, method, path);
                return new CloseConnectionException("the request was refused");
            }

            @Override
            public void refused(Misframed why) {
                unread = true;
                farewell.log(CallerContext.this, why);
            }
        };
    }

    // The answer is small, but the caller may have left no room for it.
    private void late(boolean begun, Farewell farewell) {
        try {
            if (begun) {
                Misframed why = Misframed.of(408, "the request headers did not arrive in time");
                Thread.startVirtualThread(() -> farewell.refuse(this, why, "", "")).join(LAST_WORD);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            abort();
        }
    }

    /// Remembers that the connection will end although its caller may still be sending.
    void leaveUnread() {
        unread = true;
    }

    boolean unread() {
        return unread;
    }

    /// Closes the connection, whoever is reading or writing.
    void abort() {
        if (connection.isSecure()) {
            threads.cut();
        }
        try {
            connection.serverSocket().close();
        } catch (UncheckedIOException _) {
            // Closed already.
        }
    }

    @Override
    public ListenerContext listenerContext() {
        return this;
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public DataWriter dataWriter() {
        return writer;
    }

    @Override
    public ExecutorService executor() {
        return connection.executor();
    }

    @Override
    public Router router() {
        return connection.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return connection.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
        return connection.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return connection.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return connection.localPeer();
    }

    @Override
    public boolean isSecure() {
        return connection.isSecure();
    }

    @Override
    public String socketId() {
        return connection.socketId();
    }

    @Override
    public String childSocketId() {
        return connection.childSocketId();
    }

    @Override
    public Context context() {
        return listener.context();
    }

    @Override
    public MediaContext mediaContext() {
        return listener.mediaContext();
    }

    @Override
    public ContentEncodingContext contentEncodingContext() {
        return encodings;
    }

    /// Asked for only when the server refuses a request by itself, perhaps before having read it.
    @Override
    public DirectHandlers directHandlers() {
        unread = true;
        return listener.directHandlers();
    }

    @Override
    public ListenerConfig config() {
        return listener.config();
    }
}
