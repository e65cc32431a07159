// SPDX-License-Identifier: Apache-2.0
package dev.penstock.transport;

import dev.penstock.spi.Timeouts;
import dev.penstock.spi.UpstreamClient;
import dev.penstock.spi.UpstreamRequest;
import dev.penstock.spi.UpstreamResponse;
import io.helidon.common.buffers.DataReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Sends requests over pooled connections.
final class Http1UpstreamClient implements UpstreamClient {

    private static final Duration SWEEP = Duration.ofSeconds(10);

    /// How long a peer that stopped reading the request may take to say why.
    private static final Duration EXPLANATION = Duration.ofSeconds(1);

    private final Dialer dialer;
    private final ConnectionPool pool = new ConnectionPool();
    private final Alarms alarms = new Alarms(SWEEP.toNanos(), pool::sweep);

    Http1UpstreamClient(Dialer dialer) {
        this.dialer = dialer;
    }

    ConnectionPool pool() {
        return pool;
    }

    /// A request on its way.
    ///
    /// @param deadline `nanoTime` of the end of the whole call
    private record Outgoing(
            byte[] head, byte @Nullable [] body, Timeouts timeouts, long deadline) {}

    @Override
    public UpstreamResponse send(UpstreamRequest request) {
        Origin origin = Origin.of(request.uri());
        Timeouts timeouts = request.timeouts();
        Outgoing outgoing =
                new Outgoing(
                        RequestHead.of(request, origin),
                        request.body(),
                        timeouts,
                        System.nanoTime() + timeouts.total().toNanos());
        Connection rested = pool.take(origin);
        UpstreamResponse response = rested == null ? null : exchange(rested, outgoing);
        if (response == null) {
            long connect = Math.min(timeouts.connect().toNanos(), timeouts.total().toNanos());
            response = exchange(dialer.dial(origin, connect, alarms), outgoing);
        }
        return Objects.requireNonNull(response, "answer on a fresh connection");
    }

    /// Sends and waits for the head of the answer.
    ///
    /// @return the answer; null when the connection had been used before and died without a byte, so
    ///     that the request may be sent once more
    private @Nullable UpstreamResponse exchange(Connection connection, Outgoing outgoing) {
        long writing = System.nanoTime() + outgoing.timeouts().firstByte().toNanos();
        Alarms.Alarm alarm =
                alarms.set(connection, Connection.earlier(writing, outgoing.deadline()));
        connection.begin(alarm);
        try {
            Sent sent = write(connection, outgoing);
            // A peer that stopped reading may still have said why.
            Duration patience = sent == Sent.WHOLE ? outgoing.timeouts().firstByte() : EXPLANATION;
            connection.patience(
                    Long.MAX_VALUE,
                    Connection.earlier(
                            outgoing.deadline(), System.nanoTime() + patience.toNanos()));
            ResponseHead head = ResponseHead.read(connection.reader());
            connection.patience(outgoing.timeouts().idle().toNanos(), outgoing.deadline());
            return new Http1Response(connection, head, pool, alarm, sent == Sent.WHOLE);
        } catch (RuntimeException e) {
            alarm.close();
            connection.close();
            boolean late = alarm.rung();
            if (connection.reused() && !connection.heard() && !late && died(e)) {
                return null;
            }
            throw Failures.inExchange(e, late);
        }
    }

    /// What became of a request.
    private enum Sent {
        WHOLE,
        PARTLY
    }

    private static Sent write(Connection connection, Outgoing outgoing) {
        try {
            connection.write(outgoing.head(), outgoing.body());
            return Sent.WHOLE;
        } catch (IOException _) {
            return Sent.PARTLY;
        }
    }

    private static boolean died(RuntimeException e) {
        boolean ended = e instanceof DataReader.InsufficientDataAvailableException;
        boolean lost =
                e instanceof UncheckedIOException io
                        && !(io.getCause() instanceof SocketTimeoutException);
        return (ended || lost) && !Thread.currentThread().isInterrupted();
    }
}
