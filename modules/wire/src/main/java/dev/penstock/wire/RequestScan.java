// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ByteRange;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.WireFormat;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds the top-level members of a chat request that the gateway acts on. Everything else is walked
/// over, which still proves that it is JSON.
///
/// A name that differs from one of these members only in case is refused: a server that ignores case
/// would act on another value than this gateway does.
final class RequestScan {

    private static final List<String> OPENAI =
            List.of("model", "stream", "stream_options", "max_completion_tokens", "max_tokens");

    private static final List<String> ANTHROPIC = List.of("model", "stream", "max_tokens");
    private static final List<String> COMPLETIONS =
            List.of("model", "stream", "stream_options", "max_tokens");
    private static final List<String> MODEL_ALONE = List.of("model");

    private static final List<String> RESPONSES =
            List.of("model", "stream", "max_output_tokens", "background");

    private final WireFormat format;
    private final byte[] body;
    private final JsonIn in;

    private @Nullable String model;
    private @Nullable ByteRange modelRange;
    private boolean stream;
    private @Nullable ByteRange streamOptionsRange;
    private boolean usageAsked;
    private @Nullable Long maxTokens;
    private @Nullable Long maxCompletionTokens;

    private RequestScan(WireFormat format, byte[] body, JsonIn in, @Nullable Addressed addressed) {
        this.format = format;
        this.body = body;
        this.in = in;
        // Usage is part of every response.
        this.usageAsked = format == WireFormat.OPENAI_RESPONSES;
        if (addressed != null) {
            model = addressed.model();
            stream = addressed.stream();
        }
    }

    /// Scans a body.
    ///
    /// @param headers the caller's, by lower-case name
    /// @param kept the names of the headers that providers of the format understand
    /// @param addressed what the path says, or null where the body names the model
    /// @throws dev.penstock.inference.FailureException see [CallerCodec#scan]
    static RawRequest of(
            WireFormat format,
            byte[] body,
            Map<String, List<String>> headers,
            Set<String> kept,
            @Nullable Addressed addressed) {
        Map<String, List<String>> known = new TreeMap<>();
        headers.forEach((name, values) -> {
            if (kept.contains(name)) {
                known.put(name, values);
            }
        });
        try (JsonIn in = JsonIn.shallow(body)) {
            return new RequestScan(format, body, in, addressed).request(known);
        }
    }

    private RawRequest request(Map<String, List<String>> headers) {
        List<String> members = members();
        Set<String> seen = new HashSet<>();
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (!seen.add(name)) {
                throw in.fault("is given twice");
            }
            if (members.contains(name)) {
                read(name);
            } else {
                refuseVariant(members, name);
                in.skip();
            }
        }
        if (model == null) {
            throw in.missing("model");
        }
        in.end();
        return new RawRequest(
                format,
                body,
                model,
                modelRange,
                stream,
                streamOptionsRange,
                usageAsked,
                maxCompletionTokens != null ? maxCompletionTokens : maxTokens,
                headers);
    }

    private List<String> members() {
        return switch (format) {
            case OPENAI_CHAT -> OPENAI;
            case ANTHROPIC_MESSAGES -> ANTHROPIC;
            // Read by GeminiScan.
            case GEMINI, GEMINI_TOKEN_COUNT -> List.of();
            case OPENAI_RESPONSES -> RESPONSES;
            case OPENAI_COMPLETIONS -> COMPLETIONS;
            case OPENAI_EMBEDDINGS, ANTHROPIC_TOKEN_COUNT -> MODEL_ALONE;
        };
    }

    private void read(String name) {
        switch (name) {
            case "model" -> model();
            case "stream" -> stream = Boolean.TRUE.equals(in.optionalBool());
            case "stream_options" -> streamOptions();
            case "max_completion_tokens" -> maxCompletionTokens = bound();
            case "max_tokens", "max_output_tokens" -> maxTokens = bound();
            case "background" -> ResponsesRequestReader.refuseBackground(in);
            default -> in.skip();
        }
    }

    private void model() {
        model = in.string();
        if (model.isBlank()) {
            throw in.fault("must not be blank");
        }
        modelRange = in.range();
    }

    private void streamOptions() {
        int from = in.start();
        if (!in.isNull()) {
            Set<String> seen = new HashSet<>();
            in.object();
            for (String name = in.member(); name != null; name = in.member()) {
                if (!seen.add(name)) {
                    throw in.fault("is given twice");
                }
                if (name.equals("include_usage")) {
                    usageAsked = Boolean.TRUE.equals(in.optionalBool());
                } else {
                    in.skip();
                }
            }
        }
        streamOptionsRange = new ByteRange(from, in.after());
    }

    private @Nullable Long bound() {
        Long value = in.optionalInteger();
        if (value != null && value < 0) {
            throw in.fault("must not be negative");
        }
        return value;
    }

    private void refuseVariant(List<String> members, String name) {
        for (String member : members) {
            if (member.equalsIgnoreCase(name)) {
                throw in.fault(
                        "differs from '" + member + "' only in case; write '" + member + "'");
            }
        }
    }
}
