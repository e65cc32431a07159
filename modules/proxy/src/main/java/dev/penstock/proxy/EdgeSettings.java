// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import java.time.Duration;

/// What a listener grants a connection before anything is known of it.
///
/// @param headDeadline how long a new connection may take to its first byte, its
///     TLS handshake included, and how long the head
///     of a request may take from its first byte on; then it is answered with a 408, or just closed
///     when nothing came
/// @param keepAlive how long a connection may rest between two requests
/// @param maxConnections how many connections are served at once; some more are answered with a
///     503, and beyond those none is accepted until one ends
/// @param maxRequestLine the longest request line, in bytes; a longer one is answered with a 414
/// @param maxHead the largest head of a request with its request line, in bytes; 431
/// @param maxFields how many header fields a request may have; 431
public record EdgeSettings(
        Duration headDeadline,
        Duration keepAlive,
        int maxConnections,
        int maxRequestLine,
        int maxHead,
        int maxFields) {

    private static final int MIB = 1024 * 1024;

    public EdgeSettings {
        positive(headDeadline, "deadline of a request's head");
        positive(keepAlive, "rest of a connection");
        between(maxConnections, 1, 10 * MIB, "number of connections");
        between(maxRequestLine, 64, MIB, "longest request line");
        between(maxHead, maxRequestLine, MIB, "largest head");
        between(maxFields, 1, 10_000, "number of header fields");
    }

    /// 10 s for a head, 75 s of rest, 10,000 connections, request lines of 8 KiB, heads of 32 KiB, 100
    /// header fields.
    public static EdgeSettings defaults() {
        return new EdgeSettings(
                Duration.ofSeconds(10), Duration.ofSeconds(75), 10_000, 8 * 1024, 32 * 1024, 100);
    }

    private static void positive(Duration value, String name) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(
                    name + " is " + value + " but must be longer than nothing");
        }
    }

    private static void between(int value, int least, int most, String name) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s is %d but must be from %d to %d".formatted(name, value, least, most));
        }
    }
}
