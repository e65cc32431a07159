// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import java.time.Duration;

/// The limits and times of the data plane.
///
/// @param heartbeat a stream that was silent for this long gets a comment, also before its first
///     content
/// @param maxBody the largest request body, in bytes; at most 1 GiB
/// @param inFlightBytes how many bytes of request bodies the gateway holds at once
/// @param admission how long a request may wait for room among those bytes
/// @param bodyDeadline how long a body may take to arrive once it is asked for, on every path of the listener
/// @param writeDeadline how long a caller may leave a single write waiting
/// @param maxPlainAnswer the largest answer that is passed on whole, in bytes; at most 1 GiB
/// @param edge what connections and the heads of requests are granted
public record DataPlaneSettings(
        Duration heartbeat,
        long maxBody,
        long inFlightBytes,
        Duration admission,
        Duration bodyDeadline,
        Duration writeDeadline,
        long maxPlainAnswer,
        EdgeSettings edge) {

    private static final long MIB = 1024 * 1024;
    private static final long ARRAY = 1024 * MIB;

    public DataPlaneSettings {
        positive(heartbeat, "heartbeat");
        positive(admission, "admission");
        positive(bodyDeadline, "body deadline");
        positive(writeDeadline, "write deadline");
        between(maxBody, ARRAY, "largest body");
        between(maxPlainAnswer, ARRAY, "largest plain answer");
        if (inFlightBytes < maxBody) {
            throw new IllegalArgumentException(
                    ("bytes in flight are bounded by %d but must hold a body of %d; raise the bound or"
                                    + " lower the largest body")
                            .formatted(inFlightBytes, maxBody));
        }
    }

    /// Settings with [EdgeSettings#defaults].
    public DataPlaneSettings(
            Duration heartbeat,
            long maxBody,
            long inFlightBytes,
            Duration admission,
            Duration bodyDeadline,
            Duration writeDeadline,
            long maxPlainAnswer) {
        this(
                heartbeat,
                maxBody,
                inFlightBytes,
                admission,
                bodyDeadline,
                writeDeadline,
                maxPlainAnswer,
                EdgeSettings.defaults());
    }

    /// The same settings with another edge.
    public DataPlaneSettings withEdge(EdgeSettings other) {
        return new DataPlaneSettings(
                heartbeat,
                maxBody,
                inFlightBytes,
                admission,
                bodyDeadline,
                writeDeadline,
                maxPlainAnswer,
                other);
    }

    /// The same settings with another heartbeat.
    public DataPlaneSettings withHeartbeat(Duration other) {
        return new DataPlaneSettings(
                other,
                maxBody,
                inFlightBytes,
                admission,
                bodyDeadline,
                writeDeadline,
                maxPlainAnswer,
                edge);
    }

    /// A heartbeat every 15 s; bodies of up to 32 MiB within 60 s; for all of them together a quarter
    /// of the heap, or one body where that is less; 5 s to get room in it; 60 s for a write; plain
    /// answers of up to 64 MiB.
    public static DataPlaneSettings defaults() {
        long body = 32 * MIB;
        return new DataPlaneSettings(
                Duration.ofSeconds(15),
                body,
                Math.max(Runtime.getRuntime().maxMemory() / 4, body),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                64 * MIB);
    }

    private static void positive(Duration value, String name) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(
                    name + " is " + value + " but must be longer than nothing");
        }
    }

    private static void between(long value, long most, String name) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(
                    "%s is %d bytes but must be from 1 to %d".formatted(name, value, most));
        }
    }
}
