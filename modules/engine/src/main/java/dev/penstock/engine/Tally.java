// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.Failure;
import dev.penstock.inference.Usage;
import dev.penstock.spi.RelayStream;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// What was seen of an answer so far. Written by the one reader of the answer; read by whichever
/// thread ends the attempt.
final class Tally {

    private final InstantSource clock;
    private volatile @Nullable Instant firstContent;
    private volatile long deltas;
    private volatile long characters;
    private volatile @Nullable Usage usage;
    private volatile boolean finished;
    private volatile @Nullable String upstreamId;
    private volatile @Nullable Integer status;

    Tally(InstantSource clock) {
        this.clock = clock;
    }

    /// The provider has begun to answer.
    void begun(@Nullable String id) {
        upstreamId = id;
        status = 200;
    }

    /// First content is there.
    void content() {
        if (firstContent == null) {
            firstContent = clock.instant();
        }
    }

    /// The whole answer is there at once.
    void whole(@Nullable Usage counted) {
        content();
        usage = counted;
        finished = true;
    }

    void take(ChatEvent event) {
        if (event.content()) {
            content();
        }
        switch (event) {
            case ChatEvent.Started s -> {
                if (upstreamId == null && !s.id().isBlank()) {
                    upstreamId = s.id();
                }
            }
            case ChatEvent.TextDelta d -> words(d.text());
            case ChatEvent.RefusalDelta d -> words(d.text());
            case ChatEvent.ReasoningDelta d -> words(d.text());
            case ChatEvent.ToolCallStarted s -> words(s.name());
            case ChatEvent.ToolCallDelta d -> words(d.fragment());
            case ChatEvent.ReasoningSigned _, ChatEvent.ReasoningRedacted _ -> {}
            case ChatEvent.UsageReported u -> usage = u.usage();
            case ChatEvent.Finished _ -> finished = true;
        }
    }

    void take(RelayStream stream) {
        deltas = stream.deltas();
        characters = stream.characters();
        usage = stream.usage();
        finished = stream.stopReason() != null;
    }

    private void words(String text) {
        if (!text.isEmpty()) {
            // Only the reader writes, so nothing is lost between reading and writing.
            long before = deltas;
            deltas = before + 1;
            long length = characters;
            characters = length + text.length();
        }
    }

    @Nullable Instant firstContent() {
        return firstContent;
    }

    long deltas() {
        return deltas;
    }

    long characters() {
        return characters;
    }

    @Nullable Usage usage() {
        return usage;
    }

    /// Whether the model has said why it stopped.
    boolean finished() {
        return finished;
    }

    @Nullable String upstreamId() {
        return upstreamId;
    }

    /// The provider has refused before it began to answer.
    void refused(Failure failure) {
        if (status == null && failure instanceof Failure.Provider provider) {
            status = provider.upstreamStatus();
        }
    }

    /// The HTTP status that the provider answered with, as far as it is known.
    @Nullable Integer status() {
        return status;
    }

    /// Whether nothing at all of an answer was seen.
    boolean empty() {
        return firstContent == null && usage == null && deltas == 0 && characters == 0 && !finished;
    }

    /// Whether everything that matters was seen: the end of the answer and what it took.
    boolean whole() {
        return finished && usage != null;
    }
}
