// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.GenerationSettings;
import dev.penstock.inference.JsonText;
import dev.penstock.inference.ResponseFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads `generationConfig`.
final class GeminiConfigReader {

    private static final List<String> LEVELS = List.of("minimal", "low", "medium", "high");

    private final JsonIn in;
    private final Map<String, JsonText> extras;

    private @Nullable Double temperature;
    private @Nullable Double topP;
    private @Nullable Long topK;
    private @Nullable Long maxOutputTokens;
    private List<String> stop = List.of();
    private @Nullable Integer choices;
    private @Nullable Long seed;
    private @Nullable Double presencePenalty;
    private @Nullable Double frequencyPenalty;
    private @Nullable String effort;
    private @Nullable Long budget;
    private @Nullable String mediaType;
    private @Nullable JsonText schema;

    /// @param extras takes what has no word here
    GeminiConfigReader(JsonIn in, Map<String, JsonText> extras) {
        this.in = in;
        this.extras = extras;
    }

    /// Takes the object.
    void read() {
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (!in.isNull()) {
                String known = GeminiMembers.camel(name);
                if (!sampling(known) && !shape(known)) {
                    extras.put("generationConfig." + known, in.raw());
                }
            }
        }
    }

    private boolean sampling(String name) {
        switch (name) {
            case "temperature" -> temperature = in.number();
            case "topP" -> topP = in.number();
            case "topK" -> topK = in.integer();
            case "seed" -> seed = in.integer();
            case "presencePenalty" -> presencePenalty = in.number();
            case "frequencyPenalty" -> frequencyPenalty = in.number();
            case "stopSequences" -> stop = in.strings();
            case "maxOutputTokens" -> maxOutputTokens = atLeastOne();
            case "candidateCount" -> choices = (int) Math.min(atLeastOne(), Integer.MAX_VALUE);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean shape(String name) {
        switch (name) {
            case "thinkingConfig" -> thinking();
            case "responseMimeType" -> mediaType = in.string();
            case "responseSchema" -> schema = GeminiSchemaReader.of(objectText());
            case "responseJsonSchema", "ResponseJsonSchema" -> schema = objectText();
            case "responseModalities" -> modalities();
            default -> {
                return false;
            }
        }
        return true;
    }

    private JsonText objectText() {
        in.object();
        return in.raw();
    }

    private long atLeastOne() {
        long value = in.integer();
        if (value < 1) {
            throw in.fault("must be at least 1");
        }
        return value;
    }

    private void modalities() {
        for (String modality : in.strings()) {
            if (!modality.equalsIgnoreCase("TEXT")) {
                throw in.fault("may hold only TEXT for this model");
            }
        }
    }

    private void thinking() {
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (in.isNull()) {
                continue;
            }
            switch (GeminiMembers.camel(name)) {
                case "thinkingBudget" -> budget(in.integer());
                case "thinkingLevel" -> level(in.string());
                default -> in.skip();
            }
        }
        if (budget != null && effort != null) {
            throw in.fault("must hold thinkingLevel or thinkingBudget, not both");
        }
    }

    private void budget(long tokens) {
        if (tokens < -1) {
            throw in.fault("must be -1, 0 or more");
        }
        if (tokens == 0) {
            effort = "none";
        } else if (tokens > 0) {
            budget = tokens;
        }
    }

    private void level(String level) {
        String word = level.toLowerCase(Locale.ROOT);
        if (LEVELS.contains(word)) {
            effort = word;
        } else if (!word.equals("thinking_level_unspecified")) {
            throw in.fault("must be MINIMAL, LOW, MEDIUM or HIGH");
        }
    }

    GenerationSettings settings() {
        return new GenerationSettings(
                maxOutputTokens,
                temperature,
                topP,
                topK,
                stop,
                seed,
                presencePenalty,
                frequencyPenalty,
                choices,
                effort,
                budget,
                format(),
                null);
    }

    private @Nullable ResponseFormat format() {
        JsonText wanted = schema;
        String type = mediaType == null ? "text/plain" : mediaType;
        return switch (type) {
            case "text/plain" -> {
                if (wanted != null) {
                    throw JsonFault.CALLER.at(
                            "generationConfig.responseMimeType",
                            "must be application/json when a schema is given");
                }
                yield null;
            }
            case "application/json" ->
                    wanted == null
                            ? new ResponseFormat.JsonObject()
                            : new ResponseFormat.JsonSchema("answer", null, wanted, null);
            default ->
                    throw JsonFault.CALLER.at(
                            "generationConfig.responseMimeType",
                            "must be text/plain or application/json for this model");
        };
    }
}
