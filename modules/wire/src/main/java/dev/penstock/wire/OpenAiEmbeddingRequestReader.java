// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.EmbeddingRequest;
import dev.penstock.inference.JsonText;
import dev.penstock.inference.WireFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decodes the body of a request for embeddings; for one body.
final class OpenAiEmbeddingRequestReader {

    private static final int MOST_INPUTS = 2_048;
    private static final String ENCODING = "encoding_format";

    private final JsonIn in;
    private @Nullable String model;
    private @Nullable List<String> inputs;
    private @Nullable Integer dimensions;
    private @Nullable String user;
    private final Map<String, JsonText> extras = new LinkedHashMap<>();

    private OpenAiEmbeddingRequestReader(JsonIn in) {
        this.in = in;
    }

    /// @throws dev.penstock.inference.FailureException see [EmbeddingCallerCodec#decode]
    static EmbeddingRequest read(byte[] body) {
        try (JsonIn in = JsonIn.strict(body)) {
            return new OpenAiEmbeddingRequestReader(in).request();
        }
    }

    /// Whether vectors are wanted in base64.
    static boolean asksForBase64(byte[] body) {
        boolean base64 = false;
        try (JsonIn in = JsonIn.shallow(body)) {
            in.object();
            for (String name = in.member(); name != null; name = in.member()) {
                if (name.equals(ENCODING) && in.isString()) {
                    base64 = in.string().equals("base64");
                } else {
                    in.skip();
                }
            }
        }
        return base64;
    }

    private EmbeddingRequest request() {
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            read(name);
        }
        if (model == null) {
            throw in.missing("model");
        }
        if (inputs == null) {
            throw in.missing("input");
        }
        in.end();
        return new EmbeddingRequest(
                model, inputs, dimensions, user, extras, WireFormat.OPENAI_EMBEDDINGS);
    }

    private void read(String name) {
        switch (name) {
            case "model" -> model = in.string();
            case "input" -> inputs = inputs();
            case "dimensions" -> dimensions = dimensions();
            case "user" -> user = in.optionalString();
            case ENCODING -> encoding();
            default -> {
                JsonText value = in.optionalRaw();
                if (value != null) {
                    extras.put(name, value);
                }
            }
        }
    }

    private List<String> inputs() {
        if (in.isString()) {
            return List.of(text());
        }
        if (!in.isArray()) {
            throw in.fault("must be a text or an array of texts");
        }
        List<String> all = new ArrayList<>();
        in.array();
        while (in.element()) {
            if (all.size() == MOST_INPUTS) {
                throw in.fault("is one too many: at most " + MOST_INPUTS + " texts may be given");
            }
            if (in.isNumber() || in.isArray()) {
                throw in.fault(
                        "is made of tokens, which the provider of this model does not know; send"
                                + " the text itself");
            }
            all.add(text());
        }
        if (all.isEmpty()) {
            throw in.fault("must hold at least one text");
        }
        return all;
    }

    private String text() {
        String text = in.string();
        if (text.isEmpty()) {
            throw in.fault("must not be an empty text");
        }
        return text;
    }

    private @Nullable Integer dimensions() {
        Long value = in.optionalInteger();
        if (value == null) {
            return null;
        }
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw in.fault("must be at least 1");
        }
        return value.intValue();
    }

    private void encoding() {
        String value = in.optionalString();
        if (value != null && !value.equals("float") && !value.equals("base64")) {
            throw in.fault("must be float or base64");
        }
    }
}
