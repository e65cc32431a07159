// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// An HTTP/1.1 server on the loopback interface that answers by script, wrongly if told so.
///
/// It writes raw bytes to real sockets, so it can cut, reset, stall and garble at any byte. One
/// virtual thread per connection serves, another reads ahead and notices when the peer leaves.
///
/// ```java
/// try (FaultUpstream upstream = FaultUpstream.start()) {
///     upstream.script("/v1/chat/completions", Reply.json(503, "{}"), Reply.events(Sse.DONE));
///     ...
///     upstream.journal().await(2, Duration.ofSeconds(5));
/// }
/// ```
///
/// Safe for any number of threads. [#close()] ends every connection, also one that waits at a
/// [Gate], and fails when a [Responder] had thrown.
public final class FaultUpstream implements AutoCloseable {
    private static final int BACKLOG = 512;

    private final InstantSource clock;
    private final Journal journal = new Journal();
    private final Map<String, Route> routes = new ConcurrentHashMap<>();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> closing = new CompletableFuture<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final ReentrantLock listening = new ReentrantLock();
    private final int port;
    private volatile Route otherwise =
            new Route(
                    new BodyReading.Whole(),
                    request -> Reply.json(404, "{\"error\":\"nothing is scripted here\"}"));
    private volatile ServerSocket listener;
    private volatile Thread acceptor;

    private FaultUpstream(InstantSource clock) {
        this.clock = clock;
        this.listener = listen(0);
        this.port = listener.getLocalPort();
        this.acceptor = accept(listener);
    }

    /// Listens on a free port of the loopback interface.
    public static FaultUpstream start() {
        return start(InstantSource.system());
    }

    /// Listens on a free port of the loopback interface and stamps requests with that clock.
    public static FaultUpstream start(InstantSource clock) {
        return new FaultUpstream(clock);
    }

    /// `http://127.0.0.1:<port>`, without a slash at the end.
    public URI origin() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// The port, which stays the same for the life of this upstream.
    public int port() {
        return port;
    }

    /// What was asked until now.
    public Journal journal() {
        return journal;
    }

    /// Answers the calls to a path with these replies in turn; the last one answers all later calls.
    ///
    /// @param path the path without query, compared exactly, for any method; or method and path, as
    ///     in `GET /v1/models`
    public FaultUpstream script(String path, Reply... inOrder) {
        if (inOrder.length == 0) {
            throw new IllegalArgumentException(
                    "The script of " + path + " is empty; give at least one reply");
        }
        return respond(path, new Turns(inOrder));
    }

    /// Lets a function answer the calls to a path.
    ///
    /// @param path the path without query, compared exactly, for any method; or method and path, as
    ///     in `GET /v1/models`
    public FaultUpstream respond(String path, Responder responder) {
        routes.put(path, new Route(new BodyReading.Whole(), responder));
        return this;
    }

    /// Lets a function answer all calls to paths without a script; else they get a 404.
    public FaultUpstream otherwise(Responder responder) {
        otherwise = new Route(new BodyReading.Whole(), responder);
        return this;
    }

    /// Sets how bodies sent to a path are read; the path must have a script.
    public FaultUpstream reading(String path, BodyReading reading) {
        if (routes.computeIfPresent(path, (key, route) -> route.reading(reading)) == null) {
            throw new IllegalArgumentException(path + " has no script; script it first");
        }
        return this;
    }

    /// Closes the listening socket: from now on connections to [#port()] are refused. Connections
    /// that exist go on.
    public void stopListening() {
        listening.lock();
        try {
            listener.close();
            // The socket is gone only when nobody waits on it any more.
            if (!acceptor.join(Duration.ofSeconds(5))) {
                throw new IllegalStateException("Port " + port + " is still being listened to");
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            listening.unlock();
        }
    }

    /// Listens again on the same port.
    public void listenAgain() {
        listening.lock();
        try {
            listener = listen(port);
            acceptor = accept(listener);
        } finally {
            listening.unlock();
        }
    }

    /// Closes every connection on which no request is being answered, without a word, as a server
    /// does whose idle time is over.
    public void dropIdleConnections() {
        connections.forEach(connection -> connection.drop(true));
    }

    /// Ends everything.
    ///
    /// @throws AssertionError when a [Responder] had thrown
    @Override
    public void close() {
        closing.complete(null);
        stopListening();
        connections.forEach(connection -> connection.drop(false));
        Throwable broken = failure.get();
        if (broken != null) {
            throw new AssertionError("A responder of the upstream threw", broken);
        }
    }

    Route route(String method, String path) {
        Route exact = routes.get(method + " " + path);
        return exact != null ? exact : routes.getOrDefault(path, otherwise);
    }

    Instant now() {
        return clock.instant();
    }

    void broken(Throwable thrown) {
        failure.compareAndSet(null, thrown);
    }

    void ended(Connection connection) {
        connections.remove(connection);
        journal.connectionClosed();
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), BACKLOG);
            return socket;
        } catch (IOException taken) {
            throw new UncheckedIOException("Cannot listen on 127.0.0.1:" + port, taken);
        }
    }

    private Thread accept(ServerSocket from) {
        return Thread.ofVirtual()
                .name("kit-accept-" + from.getLocalPort())
                .start(() -> {
                    while (!from.isClosed()) {
                        acceptOne(from);
                    }
                });
    }

    private void acceptOne(ServerSocket from) {
        try {
            Socket socket = from.accept();
            if (from.isClosed()) {
                socket.close();
                return;
            }
            socket.setTcpNoDelay(true);
            Connection connection = new Connection(this, socket, closing);
            connections.add(connection);
            Thread.ofVirtual().name("kit-serve").start(connection);
        } catch (IOException closedOrBroken) {
            // A closed listener ends the loop; a connection that broke at once needs no answer.
        }
    }

    /// Replies in turn; the last one stays.
    private static final class Turns implements Responder {
        private final Deque<Reply> replies;

        Turns(Reply... inOrder) {
            replies = new ArrayDeque<>(List.of(inOrder));
        }

        @Override
        public synchronized Reply answer(RecordedRequest request) {
            return replies.size() > 1 ? replies.removeFirst() : replies.getFirst();
        }
    }
}
