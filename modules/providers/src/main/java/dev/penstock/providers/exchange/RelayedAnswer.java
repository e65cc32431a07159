// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.exchange;

import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.spi.RelayChunk;
import dev.penstock.spi.RelayStream;
import dev.penstock.wire.RelayTap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The bytes of an answer, watched as they pass.
final class RelayedAnswer implements RelayStream, AnswerBody.Sink {

    /// What stands before the body.
    ///
    /// @param contentType the provider's
    /// @param headers those that callers may see
    /// @param upstreamId the provider's id of the request, or null
    /// @param dropped what was left out of the request
    record Head(
            String contentType,
            Map<String, List<String>> headers,
            @Nullable String upstreamId,
            List<String> dropped) {}

    private final Head head;
    private final AnswerBody body;
    private final RelayTap tap;
    private RelayTap.@Nullable Passed passed;

    RelayedAnswer(Head head, AnswerBody body, RelayTap tap) {
        this.head = head;
        this.body = body;
        this.tap = tap;
    }

    @Override
    public String contentType() {
        return head.contentType();
    }

    @Override
    public Map<String, List<String>> headers() {
        return head.headers();
    }

    @Override
    public @Nullable String upstreamId() {
        return head.upstreamId();
    }

    @Override
    public List<String> dropped() {
        return head.dropped();
    }

    @Override
    public @Nullable RelayChunk next() {
        passed = null;
        while (!body.over()) {
            body.advance(this);
            RelayTap.Passed some = passed;
            if (some != null && some.length() > 0 && !body.closed()) {
                return new RelayChunk(
                        some.bytes(),
                        some.offset(),
                        some.length(),
                        tap.content(),
                        some.eventBoundary());
            }
        }
        return null;
    }

    @Override
    public void feed(byte[] bytes, int offset, int length) {
        passed = tap.feed(bytes, offset, length);
    }

    @Override
    public void end() {
        passed = tap.end();
    }

    @Override
    public @Nullable Usage usage() {
        return tap.usage();
    }

    @Override
    public @Nullable StopReason stopReason() {
        return tap.stopReason();
    }

    @Override
    public long deltas() {
        return tap.deltas();
    }

    @Override
    public long characters() {
        return tap.characters();
    }

    @Override
    public void close() {
        body.close();
    }
}
