// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

/// What a load generator is told to do; travels as one line of JSON.
///
/// @param kind what to do
/// @param port where, on loopback
/// @param path of every request
/// @param authorization header of every request
/// @param body of every request
/// @param connections how many at once
/// @param requests how many in all, for [Kind#JSON]; 0 is as many as fit into the time
/// @param millis when to end, for [Kind#JSON]; the deadline of everything for [Kind#STREAMS] and of
///     the beginnings for [Kind#HOLD]
/// @param chunks marked chunks that a whole stream has
/// @param bytesPerSecond what each connection reads at most, for [Kind#HOLD]; 0 reads everything
record Order(
        Kind kind,
        int port,
        String path,
        String authorization,
        String body,
        int connections,
        long requests,
        long millis,
        int chunks,
        int bytesPerSecond) {

    Order {
        if (connections < 1) {
            throw new IllegalArgumentException(
                    "connections is " + connections + "; give at least 1");
        }
        if (millis < 1) {
            throw new IllegalArgumentException("millis is " + millis + "; give at least 1");
        }
    }

    /// What can be done.
    enum Kind {
        /// One request after the other on every connection.
        JSON,
        /// One stream on every connection, read to its end.
        STREAMS,
        /// One stream on every connection, open until the generator is told to stop.
        HOLD
    }
}
