// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import org.jspecify.annotations.Nullable;

/// Watches a plain response, which is let through only when it turns out to be one.
final class ResponsesBodyTap implements RelayTap {

    private static final byte[] NONE = {};

    private final BodyBuffer body = new BodyBuffer();
    private final ResponsesSeen seen = new ResponsesSeen();

    @Override
    public Passed feed(byte[] bytes, int offset, int length) {
        body.add(bytes, offset, length);
        return new Passed(NONE, 0, 0, false);
    }

    @Override
    public Passed end() {
        body.refuseEmpty();
        ResponsesIn response = ResponsesBodyReader.whole(body);
        response.refuseFailed();
        if (!response.isResponse()) {
            throw JsonFault.PROVIDER.at("output", "must hold the answer");
        }
        seen.whole(response);
        return new Passed(body.array(), 0, body.length(), false);
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
