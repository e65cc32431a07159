// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import org.jspecify.annotations.Nullable;

/// Watches the event stream of a response.
final class ResponsesStreamTap implements RelayTap {

    private static final byte[] NONE = {};
    private static final byte[] EMPTY_LINE = {'\n', '\n'};

    private final SseIn sse = new SseIn(AnswerReader.MAX_EVENT);
    private final StreamKind kind = new StreamKind();
    private final BodyBuffer body = new BodyBuffer();
    private final ResponsesSeen seen = new ResponsesSeen();

    @Override
    public Passed feed(byte[] bytes, int offset, int length) {
        if (kind.json(bytes, offset, length)) {
            body.add(bytes, offset, length);
            return new Passed(NONE, 0, 0, false);
        }
        int at = offset;
        int end = offset + length;
        while (at < end) {
            at = sse.take(bytes, at, end);
            if (sse.complete()) {
                event();
            }
        }
        return new Passed(bytes, offset, length, sse.boundary());
    }

    @Override
    public Passed end() {
        if (body.length() > 0) {
            ResponsesBodyReader.whole(body).refuseFailed();
            throw JsonFault.PROVIDER.at("", "must be an event stream");
        }
        boolean open = !sse.boundary();
        if (sse.end()) {
            AnthropicStreamReader.lastly(this::event);
        }
        if (seen.stopReason() == null) {
            throw AnthropicStreamReader.truncated();
        }
        // Clients drop an event whose empty line is missing.
        return new Passed(EMPTY_LINE, 0, open ? EMPTY_LINE.length : 0, true);
    }

    private void event() {
        if (seen.stopReason() == null && !OpenAiEvents.isEmpty(sse) && !OpenAiEvents.isDone(sse)) {
            seen.event(ResponsesEventIn.read(sse.array(), sse.offset(), sse.length()));
        }
    }

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
}
