// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Watches a stream of chunks. Most of them are only glanced at; see [OpenAiGlance].
final class OpenAiStreamTap implements RelayTap {

    private static final byte[] NONE = {};
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EMPTY_LINE = {'\n', '\n'};

    private final SseIn sse = new SseIn(AnswerReader.MAX_EVENT);
    private final StreamKind kind = new StreamKind();
    private final BodyBuffer body = new BodyBuffer();
    private final OpenAiGlance glance = new OpenAiGlance();
    private final OpenAiSeen seen;
    private final boolean hideUsage;
    private final boolean legacy;

    // Only when usage is hidden: the beginning of the event whose end has not come.
    private final BodyBuffer pending = new BodyBuffer();
    private final BodyBuffer passing = new BodyBuffer();
    private boolean hiddenLast;
    private boolean done;

    OpenAiStreamTap(boolean hideUsage) {
        this(hideUsage, false);
    }

    /// @param legacy whether the stream completes a text
    OpenAiStreamTap(boolean hideUsage, boolean legacy) {
        this.hideUsage = hideUsage;
        this.legacy = legacy;
        this.seen = new OpenAiSeen(legacy);
    }

    @Override
    public Passed feed(byte[] bytes, int offset, int length) {
        if (kind.json(bytes, offset, length)) {
            body.add(bytes, offset, length);
            return new Passed(NONE, 0, 0, false);
        }
        return hideUsage ? filter(bytes, offset, length) : watch(bytes, offset, length);
    }

    private Passed watch(byte[] bytes, int offset, int length) {
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

    // Lets whole events through but those that hold usage alone.
    private Passed filter(byte[] bytes, int offset, int length) {
        passing.clear();
        int end = offset + length;
        int from = offset;
        int at = offset;
        boolean whole = pending.length() == 0;
        while (at < end) {
            // The second half of a line end that was cut goes the way of the first.
            boolean lineFeed = sse.boundary() && sse.afterReturn() && bytes[at] == '\n';
            at = sse.take(bytes, at, lineFeed ? at + 1 : end);
            if (!sse.boundary()) {
                break;
            }
            boolean hidden = lineFeed ? hiddenLast : sse.complete() && event();
            if (hidden && whole && from > offset) {
                passing.add(bytes, offset, from - offset);
            }
            if (!hidden && !whole) {
                passing.add(pending.array(), 0, pending.length());
                passing.add(bytes, from, at - from);
            }
            whole &= !hidden;
            hiddenLast = hidden;
            pending.clear();
            from = at;
        }
        if (from < end) {
            pending.add(bytes, from, end - from);
        }
        return whole
                ? new Passed(bytes, offset, from - offset, true)
                : new Passed(passing.array(), 0, passing.length(), true);
    }

    @Override
    public Passed end() {
        if (body.length() > 0) {
            seen.parse(body.array(), 0, body.length());
            throw JsonFault.PROVIDER.at("", "must be an event stream");
        }
        boolean open = !sse.boundary();
        boolean hidden = sse.end() && event();
        if (!(done ? seen.anyFinished() : seen.allFinished())) {
            throw new FailureException(
                    new Failure.Provider(
                            Failure.ProviderKind.TRUNCATED,
                            "the provider's answer ended before it was complete"));
        }
        // Clients drop an event whose empty line is missing, and some wait for the last one.
        BodyBuffer rest = new BodyBuffer();
        if (!hidden && open) {
            rest.add(pending.array(), 0, pending.length());
            rest.add(EMPTY_LINE, 0, EMPTY_LINE.length);
        }
        if (!done) {
            rest.add(DONE, 0, DONE.length);
        }
        return new Passed(rest.array(), 0, rest.length(), true);
    }

    // Returns whether the event holds usage alone.
    private boolean event() {
        if (done || OpenAiEvents.isEmpty(sse)) {
            return false;
        }
        if (OpenAiEvents.isDone(sse)) {
            done = true;
            return false;
        }
        if (sse.name().equals("error")) {
            throw OpenAiEvents.failure(sse);
        }
        boolean exact =
                legacy || !seen.content() || glance.look(sse.array(), sse.offset(), sse.length());
        if (!exact) {
            seen.glanced(glance);
            return false;
        }
        return seen.parse(sse.array(), sse.offset(), sse.length()) == OpenAiSeen.Kind.USAGE;
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
