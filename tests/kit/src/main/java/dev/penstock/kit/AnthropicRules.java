// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What Anthropic refuses in the body of a message request, above messages and tools.
final class AnthropicRules {
    private static final Set<String> KNOWN =
            Set.of(
                    "model",
                    "max_tokens",
                    "messages",
                    "system",
                    "stop_sequences",
                    "stream",
                    "temperature",
                    "top_p",
                    "top_k",
                    "tools",
                    "tool_choice",
                    "thinking",
                    "output_config",
                    "metadata",
                    "service_tier",
                    "cache_control",
                    "container",
                    "inference_geo",
                    "speed",
                    "diagnostics");
    private static final List<String> SAMPLING = List.of("temperature", "top_p", "top_k");

    private AnthropicRules() {}

    static void check(Inspected body, SimulatedModel model, AnthropicVersion version) {
        body.only(KNOWN);
        sampling(body, model, version);
        maxTokens(body, model);
        system(body);
        AnthropicToolRules.check(body);
        AnthropicMessageRules.check(body.need("messages"), body, model, version);
        thinking(body, model);
        stops(body);
        body.optional("stream", Inspected::bool)
                .optional("service_tier", t -> t.oneOf(List.of("auto", "standard_only")))
                .optional("cache_control", AnthropicBlockRules::cacheControl)
                .optional("metadata", AnthropicRules::metadata)
                .optional("output_config", AnthropicRules::outputConfig);
        cacheBreakpoints(body);
    }

    private static void sampling(Inspected body, SimulatedModel model, AnthropicVersion version) {
        for (String name : SAMPLING) {
            if (body.has(name) && version.strict()) {
                throw body.unknown(name);
            }
        }
        body.optional("temperature", t -> t.number(0, 1))
                .optional("top_p", t -> t.number(0, 1))
                .optional("top_k", Inspected::integer);
        if (!model.has(ModelTrait.SAMPLING)) {
            onlyDefaults(body);
        } else if (body.has("temperature") && body.has("top_p")) {
            throw AnthropicComplaints.bad(
                    "`temperature` and `top_p` cannot both be specified for this model. Please use only one.");
        }
    }

    private static void onlyDefaults(Inspected body) {
        Inspected temperature = body.get("temperature");
        Inspected topP = body.get("top_p");
        if (temperature != null && temperature.node().asDouble() != 1) {
            throw temperature.wrong("only the default value 1 is supported by this model");
        }
        if (topP != null && topP.node().asDouble() < 0.99) {
            throw topP.wrong("values below 0.99 are not supported by this model");
        }
        if (body.has("top_k")) {
            throw body.need("top_k").wrong("not supported by this model");
        }
    }

    private static void maxTokens(Inspected body, SimulatedModel model) {
        int limit = body.need("max_tokens").integer().node().asInt();
        if (limit < 0) {
            throw AnthropicComplaints.bad("max_tokens: Input should be greater than or equal to 0");
        }
        if (limit > model.maxOutput()) {
            throw AnthropicComplaints.bad(
                    "max_tokens: %d > %d, which is the maximum allowed number of output tokens for %s"
                            .formatted(limit, model.maxOutput(), model.id()));
        }
    }

    private static void system(Inspected body) {
        Inspected system = body.get("system");
        if (system == null || system.isString()) {
            return;
        }
        for (Inspected block : system.elements()) {
            block.object().need("type").oneOf(List.of("text"));
            block.only(Set.of("type", "text", "cache_control", "citations"));
            AnthropicBlockRules.text(block, "system");
        }
    }

    private static void thinking(Inspected body, SimulatedModel model) {
        Inspected thinking = body.get("thinking");
        if (thinking == null) {
            return;
        }
        String type =
                thinking.object()
                        .need("type")
                        .oneOf(List.of("enabled", "adaptive", "disabled", "between_tools"))
                        .text();
        thinking.only(Set.of("type", "budget_tokens", "display"));
        if (type.equals("enabled")) {
            budget(body, thinking, model);
        }
        if (type.equals("adaptive") && !model.has(ModelTrait.THINKING_ADAPTIVE)) {
            throw AnthropicComplaints.bad("adaptive thinking is not supported on this model");
        }
        if (type.equals("disabled") && model.has(ModelTrait.THINKING_ALWAYS)) {
            throw AnthropicComplaints.bad("thinking cannot be disabled on this model");
        }
        String choice = body.node().path("tool_choice").path("type").asString("");
        if (!type.equals("disabled") && (choice.equals("any") || choice.equals("tool"))) {
            throw AnthropicComplaints.bad(
                    "Thinking may not be enabled when tool_choice forces tool use.");
        }
    }

    private static void budget(Inspected body, Inspected thinking, SimulatedModel model) {
        if (!model.has(ModelTrait.THINKING_BUDGET)) {
            throw AnthropicComplaints.bad(
                    "\"thinking.type.enabled\" is not supported for this model. Use \"thinking.type.adaptive\" and \"output_config.effort\" to control thinking behavior.");
        }
        int budget = thinking.need("budget_tokens").integer().node().asInt();
        if (budget < 1024) {
            throw AnthropicComplaints.bad(
                    "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
        }
        if (budget >= body.need("max_tokens").node().asInt()) {
            throw AnthropicComplaints.bad(
                    "`max_tokens` must be greater than `thinking.budget_tokens`.");
        }
        Inspected temperature = body.get("temperature");
        if (temperature != null && temperature.node().asDouble() != 1) {
            throw AnthropicComplaints.bad(
                    "`temperature` may only be set to 1 when thinking is enabled.");
        }
    }

    private static void stops(Inspected body) {
        body.optional(
                "stop_sequences",
                stops -> {
                    for (Inspected stop : stops.elements()) {
                        if (stop.string().text().isBlank()) {
                            throw AnthropicComplaints.bad(
                                    "stop_sequences: each stop sequence must contain non-whitespace");
                        }
                    }
                });
    }

    private static void metadata(Inspected metadata) {
        metadata.object()
                .only(Set.of("user_id"))
                .optional("user_id", user -> user.matches("(?s).{0,256}"));
    }

    private static void outputConfig(Inspected config) {
        config.object().only(Set.of("effort", "format"));
        config.optional("effort", e -> e.oneOf(List.of("low", "medium", "high", "xhigh", "max")));
        config.optional(
                "format",
                format -> {
                    format.object().only(Set.of("type", "schema"));
                    format.need("type").oneOf(List.of("json_schema"));
                    AnthropicSchemaRules.strict(format.need("schema"));
                });
    }

    private static void cacheBreakpoints(Inspected body) {
        List<String> found = new ArrayList<>();
        body.node().findValues("cache_control").forEach(control -> found.add(control.toString()));
        if (found.size() > 4) {
            throw AnthropicComplaints.bad(
                    "A maximum of 4 blocks with cache_control may be provided. Found %d."
                            .formatted(found.size()));
        }
    }
}
