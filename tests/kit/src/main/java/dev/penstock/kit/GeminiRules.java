// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.List;
import java.util.Set;

/// What Google refuses in the body of a request.
final class GeminiRules {
    private static final Set<String> KNOWN =
            Set.of(
                    "model",
                    "contents",
                    "systemInstruction",
                    "tools",
                    "toolConfig",
                    "safetySettings",
                    "cachedContent",
                    "labels",
                    "serviceTier",
                    "store",
                    "generationConfig");
    private static final Set<String> CONFIG =
            Set.of(
                    "temperature",
                    "topP",
                    "topK",
                    "candidateCount",
                    "maxOutputTokens",
                    "stopSequences",
                    "seed",
                    "presencePenalty",
                    "frequencyPenalty",
                    "responseLogprobs",
                    "logprobs",
                    "responseMimeType",
                    "responseSchema",
                    "responseJsonSchema",
                    "responseModalities",
                    "speechConfig",
                    "thinkingConfig",
                    "mediaResolution",
                    "imageConfig");
    private static final Set<String> TOOLS =
            Set.of(
                    "functionDeclarations",
                    "googleSearch",
                    "urlContext",
                    "codeExecution",
                    "fileSearch",
                    "googleMaps",
                    "computerUse");
    private static final String NAME = "[A-Za-z_][A-Za-z0-9_.:-]{0,127}";

    private GeminiRules() {}

    static void check(Inspected body, SimulatedModel model) {
        body.only(KNOWN);
        body.optional(
                "model",
                named -> {
                    if (!named.string().text().equals("models/" + model.id())) {
                        throw named.wrong("model does not match the one of the path");
                    }
                });
        GeminiContentRules.check(body.need("contents"), model);
        body.optional(
                "systemInstruction",
                said -> {
                    said.object().only(Set.of("role", "parts"));
                    GeminiContentRules.parts(said, model, false);
                });
        body.optional("tools", tools -> tools.elements().forEach(GeminiRules::tool));
        body.optional("toolConfig", config -> choice(config, body));
        body.optional("generationConfig", config -> config(config, model));
    }

    private static void tool(Inspected tool) {
        tool.object().only(TOOLS);
        tool.optional(
                "functionDeclarations", all -> all.elements().forEach(GeminiRules::declaration));
    }

    private static void declaration(Inspected function) {
        function.object()
                .only(
                        Set.of(
                                "name",
                                "description",
                                "parameters",
                                "parametersJsonSchema",
                                "response",
                                "responseJsonSchema",
                                "behavior"));
        function.need("name").matches(NAME);
        function.optional("description", Inspected::string);
        if (function.has("parameters") && function.has("parametersJsonSchema")) {
            throw function.wrong("parameters and parameters_json_schema are mutually exclusive");
        }
        function.optional(
                "parameters",
                schema -> {
                    GeminiSchemaRules.openApi(schema);
                    if (schema.node().path("properties").isEmpty()) {
                        throw schema.wrong("properties: should be non-empty for OBJECT type");
                    }
                });
        function.optional("parametersJsonSchema", GeminiSchemaRules::json);
    }

    private static void choice(Inspected config, Inspected body) {
        config.object().only(Set.of("functionCallingConfig", "retrievalConfig"));
        Inspected calling = config.get("functionCallingConfig");
        if (calling == null) {
            return;
        }
        calling.object().only(Set.of("mode", "allowedFunctionNames"));
        calling.optional("mode", m -> m.oneOf(List.of("AUTO", "ANY", "NONE", "VALIDATED")));
        String mode = calling.node().path("mode").asString("AUTO");
        calling.optional(
                "allowedFunctionNames",
                names -> {
                    if (!mode.equals("ANY") && !mode.equals("VALIDATED")) {
                        throw names.wrong("allowed_function_names needs mode ANY or VALIDATED");
                    }
                    String tools = body.node().path("tools").toString();
                    for (Inspected name : names.elements()) {
                        if (!tools.contains("\"name\":\"" + name.string().text() + "\"")) {
                            throw name.wrong("is not declared");
                        }
                    }
                });
        if (mode.equals("ANY") && !body.has("tools")) {
            throw calling.wrong("Function calling config is set without function_declarations.");
        }
    }

    private static void config(Inspected config, SimulatedModel model) {
        config.object().only(CONFIG);
        config.optional("temperature", t -> t.number(0, 2))
                .optional("topP", t -> t.number(0, 1))
                .optional("topK", t -> t.number(1, 1_000))
                .optional("seed", Inspected::integer)
                .optional("presencePenalty", t -> t.number(-2, 2))
                .optional("frequencyPenalty", t -> t.number(-2, 2))
                .optional("candidateCount", t -> t.integer().number(1, 1))
                .optional("maxOutputTokens", t -> t.integer().number(1, model.maxOutput()));
        config.optional(
                "stopSequences",
                stops -> {
                    if (stops.elements().size() > 5) {
                        throw stops.wrong("at most 5 stop sequences are allowed");
                    }
                    stops.elements().forEach(Inspected::string);
                });
        format(config);
        config.optional("thinkingConfig", thinking -> thinking(thinking, model));
    }

    private static void format(Inspected config) {
        boolean schema = config.has("responseSchema") || config.has("responseJsonSchema");
        if (config.has("responseSchema") && config.has("responseJsonSchema")) {
            throw config.wrong("response_schema and response_json_schema are mutually exclusive");
        }
        String type = config.node().path("responseMimeType").asString("text/plain");
        if (schema && !type.equals("application/json")) {
            throw config.wrong(
                    "response_mime_type: only 'application/json' is supported with a schema");
        }
        config.optional("responseSchema", GeminiSchemaRules::openApi)
                .optional("responseJsonSchema", GeminiSchemaRules::json)
                .optional(
                        "responseMimeType",
                        m -> m.oneOf(List.of("text/plain", "application/json", "text/x.enum")));
    }

    private static void thinking(Inspected thinking, SimulatedModel model) {
        thinking.object().only(Set.of("includeThoughts", "thinkingBudget", "thinkingLevel"));
        if (thinking.has("thinkingBudget") && thinking.has("thinkingLevel")) {
            throw thinking.wrong(
                    "You can only set only one of thinking budget and thinking level.");
        }
        if (thinking.has("thinkingLevel") && !model.has(ModelTrait.THINKING_LEVEL)) {
            throw GeminiComplaints.bad("Thinking level is not supported for this model.");
        }
        if (thinking.has("thinkingBudget") && !model.has(ModelTrait.THINKING_BUDGET)) {
            throw GeminiComplaints.bad("Thinking budget is not supported for this model.");
        }
        List<String> levels =
                model.has(ModelTrait.THINKING_ALWAYS)
                        ? List.of("LOW", "MEDIUM", "HIGH")
                        : List.of("MINIMAL", "LOW", "MEDIUM", "HIGH");
        int least = model.has(ModelTrait.THINKING_ALWAYS) ? 128 : -1;
        thinking.optional("thinkingLevel", level -> level.oneOf(levels))
                .optional("thinkingBudget", budget -> budget.integer().number(least, 32_768))
                .optional("includeThoughts", Inspected::bool);
    }
}
