// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// A recorded request and what became of the answer to it. Safe for any number of threads.
public final class Exchange {
    private final RecordedRequest request;
    private final long began;
    private final CompletableFuture<Duration> peerClosed = new CompletableFuture<>();
    private final CompletableFuture<Duration> answered = new CompletableFuture<>();

    Exchange(RecordedRequest request, long began) {
        this.request = request;
        this.began = began;
    }

    /// What was asked.
    public RecordedRequest request() {
        return request;
    }

    /// Whether the peer has closed the connection while the answer was still under way.
    public boolean peerClosed() {
        return peerClosed.isDone();
    }

    /// Whether the scripted answer was played to its end, a scripted cut or reset included.
    public boolean answered() {
        return answered.isDone();
    }

    /// Waits until the peer closes the connection under the answer.
    ///
    /// @return the time from the beginning of the answer to the close, on a monotonic clock
    /// @throws AssertionError when it did not before the deadline
    public Duration awaitPeerClosed(Duration deadline) {
        return Awaited.value(
                peerClosed, deadline, () -> "The peer did not close the connection of " + request);
    }

    /// Waits until the answer has been played to its end.
    ///
    /// @return the time from the beginning of the answer to its end
    /// @throws AssertionError when it was not before the deadline, or was given up
    public Duration awaitAnswered(Duration deadline) {
        return Awaited.value(answered, deadline, () -> "The answer was not finished to " + request);
    }

    CompletableFuture<Duration> peerGone() {
        return peerClosed;
    }

    void peerLeft() {
        if (!answered.isDone()) {
            peerClosed.complete(sinceBegan());
        }
    }

    void finished() {
        answered.complete(sinceBegan());
    }

    private Duration sinceBegan() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Override
    public String toString() {
        return request + (answered() ? ", answered" : peerClosed() ? ", peer gone" : ", open");
    }
}
