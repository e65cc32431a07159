// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import org.jspecify.annotations.Nullable;

/// Watches a relayed answer of Google's format. Usage is part of the format and never hidden.
abstract sealed class GeminiTap implements RelayTap {

    static final byte[] NONE = {};

    final GeminiSeen seen = new GeminiSeen();

    @Override
    public boolean content() {
        return seen.content();
    }

    @Override
    public @Nullable Usage usage() {
        return seen.usage();
    }

    @Override
    public @Nullable StopReason stopReason() {
        return seen.stopReason();
    }

    @Override
    public @Nullable String id() {
        return seen.id();
    }

    @Override
    public long deltas() {
        return seen.deltas();
    }

    @Override
    public long characters() {
        return seen.characters();
    }

    /// A stream passes at once.
    static final class Streamed extends GeminiTap {

        private static final byte[] END_OF_EVENT = {'\r', '\n', '\r', '\n'};

        private final SseIn sse = new SseIn(AnswerReader.MAX_EVENT);
        private final StreamKind kind = new StreamKind();
        private final BodyBuffer body = new BodyBuffer();

        @Override
        public Passed feed(byte[] bytes, int offset, int length) {
            if (kind.json(bytes, offset, length)) {
                body.add(bytes, offset, length);
                return new Passed(NONE, 0, 0, true);
            }
            int end = offset + length;
            int at = offset;
            while (at < end) {
                at = sse.take(bytes, at, end);
                if (sse.complete()) {
                    take();
                }
            }
            return new Passed(bytes, offset, length, sse.boundary());
        }

        @Override
        public Passed end() {
            if (kind.json(NONE, 0, 0)) {
                // A whole answer is no stream, even when it is a good one.
                GeminiPlainReader.read(seen.answer, body);
                throw JsonFault.PROVIDER.at("", "must be an event stream but is one JSON document");
            }
            boolean cut = !sse.boundary();
            if (sse.end()) {
                AnthropicStreamReader.lastly(this::take);
            }
            if (!seen.answer.ended()) {
                throw AnthropicStreamReader.truncated();
            }
            // Clients refuse a last event that lacks its empty line.
            return cut
                    ? new Passed(END_OF_EVENT, 0, END_OF_EVENT.length, true)
                    : new Passed(NONE, 0, 0, true);
        }

        private void take() {
            if (sse.length() == 0) {
                return;
            }
            try (JsonIn in = JsonIn.provider(sse.array(), sse.offset(), sse.length())) {
                seen.answer.read(in);
            }
        }
    }

    /// A plain answer is kept back until it is known to be one.
    static final class Plain extends GeminiTap {

        private final BodyBuffer body = new BodyBuffer();

        @Override
        public Passed feed(byte[] bytes, int offset, int length) {
            body.add(bytes, offset, length);
            return new Passed(NONE, 0, 0, false);
        }

        @Override
        public Passed end() {
            body.refuseEmpty();
            GeminiPlainReader.read(seen.answer, body);
            return new Passed(body.array(), 0, body.length(), true);
        }

        @Override
        public boolean content() {
            return (body.length() > 0 && seen.id() != null) || super.content();
        }
    }

    /// The count of tokens costs nothing and says nothing.
    static final class Counted extends GeminiTap {

        private final BodyBuffer body = new BodyBuffer();
        private boolean complete;

        @Override
        public Passed feed(byte[] bytes, int offset, int length) {
            body.add(bytes, offset, length);
            return new Passed(NONE, 0, 0, false);
        }

        @Override
        public Passed end() {
            body.refuseEmpty();
            GeminiTokenCount.read(body.array(), body.length());
            complete = true;
            return new Passed(body.array(), 0, body.length(), true);
        }

        @Override
        public boolean content() {
            return complete;
        }

        @Override
        public @Nullable Usage usage() {
            return complete ? Usage.none() : null;
        }

        @Override
        public @Nullable StopReason stopReason() {
            return complete ? StopReason.END : null;
        }
    }
}
