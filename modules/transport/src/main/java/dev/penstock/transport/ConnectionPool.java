// SPDX-License-Identifier: Apache-2.0
package dev.penstock.transport;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Connections at rest, at most 64 for each origin; one more closes the one that has rested longest.
/// The last one used is taken first, so that in quiet times the others grow old and go.
final class ConnectionPool {

    /// Below the minute after which load balancers commonly drop a connection without a word.
    static final Duration LONGEST_REST = Duration.ofSeconds(50);

    private static final int MOST = 64;

    private final Map<Origin, Deque<Connection>> resting = new ConcurrentHashMap<>();

    /// A connection to use, or null when there is none.
    @Nullable Connection take(Origin origin) {
        List<Connection> taken = new ArrayList<>(1);
        resting.computeIfPresent(
                origin,
                (_, connections) -> {
                    taken.add(connections.removeLast());
                    return connections.isEmpty() ? null : connections;
                });
        if (taken.isEmpty()) {
            return null;
        }
        Connection connection = taken.getFirst();
        if (tired(connection)) {
            connection.close();
            return null;
        }
        return connection;
    }

    /// Puts a connection to rest.
    void give(Connection connection) {
        connection.rest();
        List<Connection> surplus = new ArrayList<>(0);
        resting.compute(
                connection.origin(),
                (_, present) -> {
                    Deque<Connection> connections = present == null ? new ArrayDeque<>() : present;
                    connections.addLast(connection);
                    if (connections.size() > MOST) {
                        surplus.add(connections.removeFirst());
                    }
                    return connections;
                });
        surplus.forEach(Connection::close);
    }

    /// Closes what has rested too long.
    void sweep() {
        for (Origin origin : resting.keySet()) {
            resting.computeIfPresent(
                    origin,
                    (_, connections) -> {
                        while (!connections.isEmpty() && tired(connections.getFirst())) {
                            connections.removeFirst().close();
                        }
                        return connections.isEmpty() ? null : connections;
                    });
        }
    }

    /// How many rest, for all origins.
    int size() {
        return resting.values().stream().mapToInt(Deque::size).sum();
    }

    private static boolean tired(Connection connection) {
        return connection.restingNanos() > LONGEST_REST.toNanos();
    }
}
