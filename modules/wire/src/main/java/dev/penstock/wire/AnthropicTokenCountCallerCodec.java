// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.RawRequest;
import dev.penstock.inference.TokenCountRequest;
import dev.penstock.inference.WireFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The gateway as Anthropic's counter of tokens.
final class AnthropicTokenCountCallerCodec implements TokenCountCallerCodec {

    private static final Set<String> HEADERS = Set.of("anthropic-version", "anthropic-beta");

    @Override
    public WireFormat format() {
        return WireFormat.ANTHROPIC_TOKEN_COUNT;
    }

    @Override
    public RawRequest scan(
            byte[] body, Map<String, List<String>> headers, @Nullable Addressed addressed) {
        return RequestScan.of(format(), body, headers, HEADERS, addressed);
    }

    @Override
    public TokenCountRequest decode(RawRequest raw) {
        return new TokenCountRequest(AnthropicRequestReader.readUnbounded(raw.body()));
    }

    @Override
    public byte[] encode(long tokens) {
        return new JsonOut().object().put("input_tokens", tokens).end().bytes();
    }
}
