// SPDX-License-Identifier: Apache-2.0
package dev.penstock.transport;

import dev.penstock.inference.FailureException;
import dev.penstock.spi.UpstreamResponse;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/// An answer that is being read. Whoever ends it first, its reader or [#close], decides what becomes
/// of the connection.
final class Http1Response implements UpstreamResponse {

    private final Connection connection;
    private final ResponseHead head;
    private final ConnectionPool pool;
    private final Alarms.Alarm total;
    private final boolean requestSent;
    private final AtomicBoolean ended = new AtomicBoolean();

    /// @param total rings when the call has taken too long; switched off here
    /// @param requestSent whether the peer took the whole request
    Http1Response(
            Connection connection,
            ResponseHead head,
            ConnectionPool pool,
            Alarms.Alarm total,
            boolean requestSent) {
        this.connection = connection;
        this.head = head;
        this.pool = pool;
        this.total = total;
        this.requestSent = requestSent;
    }

    @Override
    public int status() {
        return head.status();
    }

    @Override
    public Map<String, List<String>> headers() {
        return head.headers();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (head.body().complete()) {
            end();
            return -1;
        }
        if (length == 0) {
            return 0;
        }
        if (ended.get()) {
            throw Failures.truncated(
                    "the answer was given up", new InterruptedIOException("closed"));
        }
        try {
            int read = head.body().read(connection.reader(), buffer, offset, length);
            if (read < 0) {
                end();
            }
            return read;
        } catch (RuntimeException e) {
            FailureException failure = Failures.inExchange(e, total.rung());
            close();
            throw failure;
        }
    }

    /// The body is complete. What has arrived beyond it is nobody's answer, so the connection is not
    /// used again.
    private void end() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        total.close();
        boolean clean = requestSent && connection.reader().available() == 0;
        if (head.persistent() && clean && !total.rung()) {
            pool.give(connection);
        } else {
            connection.close();
        }
    }

    @Override
    public void close() {
        if (ended.compareAndSet(false, true)) {
            total.close();
            connection.close();
        }
    }
}
