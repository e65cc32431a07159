// SPDX-License-Identifier: Apache-2.0
package dev.penstock.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/// Makes connections. Name, connection and TLS share one deadline.
final class Dialer {

    private static final long LOOKUP = Duration.ofSeconds(2).toNanos();

    private final NameLookup names;
    private final AddressGuard guard;
    private final TlsLayer tls;

    Dialer(NameLookup names, AddressGuard guard, TlsLayer tls) {
        this.names = names;
        this.guard = guard;
        this.tls = tls;
    }

    /// A new connection.
    ///
    /// @param nanos how long it may take
    /// @throws dev.penstock.inference.FailureException UNREACHABLE or TLS
    Connection dial(Origin origin, long nanos, Alarms alarms) {
        long deadline = System.nanoTime() + nanos;
        List<InetAddress> addresses = allowed(origin, Math.min(nanos, LOOKUP));
        IOException last = new SocketTimeoutException("no time left");
        for (int i = 0; i < addresses.size(); i++) {
            // A dead address must not use up the time of the ones behind it.
            long share = (deadline - System.nanoTime()) / (addresses.size() - i);
            if (share > 0) {
                Connection connection = new Connection(origin, new Socket());
                try {
                    connect(connection, addresses.get(i), share);
                } catch (IOException e) {
                    connection.close();
                    last = e;
                    if (Thread.currentThread().isInterrupted()) {
                        break;
                    }
                    continue;
                }
                return established(connection, deadline - System.nanoTime(), alarms);
            }
        }
        throw Failures.unreachable("the provider's server could not be reached", last);
    }

    private List<InetAddress> allowed(Origin origin, long nanos) {
        try {
            List<InetAddress> all = names.addresses(origin.host(), nanos);
            List<InetAddress> allowed = all.stream().filter(guard::allows).toList();
            if (allowed.isEmpty()) {
                throw Failures.unreachable(
                        "the provider's address is private and private addresses are not allowed",
                        new SocketException("refused by the address guard"));
            }
            return allowed;
        } catch (UnknownHostException e) {
            throw Failures.unreachable("the provider's server has no address", e);
        } catch (TimeoutException e) {
            throw Failures.unreachable("the provider's address was not found in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.unreachable("connecting to the provider was interrupted", e);
        }
    }

    private static void connect(Connection connection, InetAddress address, long nanos)
            throws IOException {
        Socket socket = connection.raw();
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        int millis = Math.clamp(TimeUnit.NANOSECONDS.toMillis(nanos), 1, Integer.MAX_VALUE);
        socket.connect(new InetSocketAddress(address, connection.origin().port()), millis);
    }

    private Connection established(Connection connection, long nanos, Alarms alarms) {
        Origin origin = connection.origin();
        Alarms.Alarm alarm = alarms.set(connection, System.nanoTime() + nanos);
        try (alarm) {
            connection.established(
                    origin.tls() ? tls.over(connection.raw(), origin) : connection.raw());
            return connection;
        } catch (IOException e) {
            connection.close();
            // A peer that goes away during the handshake is unreachable, not untrustworthy.
            boolean distrusted =
                    e instanceof SSLException && !(e.getCause() instanceof IOException);
            throw distrusted && !alarm.rung()
                    ? Failures.tls(e)
                    : Failures.unreachable("no connection to the provider could be made", e);
        }
    }
}
