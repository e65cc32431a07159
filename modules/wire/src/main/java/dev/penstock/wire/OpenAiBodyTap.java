// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import org.jspecify.annotations.Nullable;

/// Watches a plain completion, which is let through only when it turns out to be one.
final class OpenAiBodyTap implements RelayTap {

    private static final byte[] NONE = {};

    private final BodyBuffer body = new BodyBuffer();
    private final OpenAiSeen seen;
    private @Nullable StopReason stopReason;

    OpenAiBodyTap() {
        this(false);
    }

    /// @param legacy whether the answer completes a text
    OpenAiBodyTap(boolean legacy) {
        seen = new OpenAiSeen(legacy);
    }

    @Override
    public Passed feed(byte[] bytes, int offset, int length) {
        body.add(bytes, offset, length);
        return new Passed(NONE, 0, 0, false);
    }

    @Override
    public Passed end() {
        body.refuseEmpty();
        if (seen.parse(body.array(), 0, body.length()) != OpenAiSeen.Kind.CHOICES) {
            throw JsonFault.PROVIDER.at("choices", "must hold an answer");
        }
        stopReason = seen.stopReason() == null ? StopReason.END : seen.stopReason();
        return new Passed(body.array(), 0, body.length(), false);
    }

    @Override
    public boolean content() {
        return stopReason != null;
    }

    @Override
    public @Nullable Usage usage() {
        return seen.usage();
    }

    @Override
    public @Nullable StopReason stopReason() {
        return stopReason;
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
