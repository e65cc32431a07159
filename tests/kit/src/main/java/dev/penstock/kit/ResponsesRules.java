// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.List;
import java.util.Set;

/// What OpenAI refuses in the body of a Responses request, above items.
final class ResponsesRules {
    private static final int LEAST_OUTPUT = 16;
    private static final Set<String> KNOWN =
            Set.of(
                    "model",
                    "input",
                    "instructions",
                    "previous_response_id",
                    "conversation",
                    "store",
                    "stream",
                    "stream_options",
                    "max_output_tokens",
                    "max_tool_calls",
                    "temperature",
                    "top_p",
                    "top_logprobs",
                    "reasoning",
                    "text",
                    "tools",
                    "tool_choice",
                    "parallel_tool_calls",
                    "include",
                    "background",
                    "truncation",
                    "context_management",
                    "prompt",
                    "metadata",
                    "service_tier",
                    "safety_identifier",
                    "prompt_cache_key",
                    "prompt_cache_options",
                    "prompt_cache_retention",
                    "moderation",
                    "user");
    private static final List<String> INCLUDED =
            List.of(
                    "reasoning.encrypted_content",
                    "web_search_call.action.sources",
                    "web_search_call.results",
                    "file_search_call.results",
                    "code_interpreter_call.outputs",
                    "computer_call_output.output.image_url",
                    "message.input_image.image_url",
                    "message.output_text.logprobs");
    private static final List<String> EFFORTS =
            List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

    private ResponsesRules() {}

    static void check(Inspected body, SimulatedModel model) {
        body.only(KNOWN);
        ResponsesItemRules.check(body.need("input"));
        body.optional("instructions", Inspected::string)
                .optional("store", Inspected::bool)
                .optional("stream", Inspected::bool)
                .optional("parallel_tool_calls", Inspected::bool)
                .optional("truncation", t -> t.oneOf(List.of("auto", "disabled")))
                .optional("user", Inspected::string)
                .optional("safety_identifier", Inspected::string);
        state(body);
        limits(body, model);
        sampling(body, model);
        reasoning(body, model);
        tools(body);
        text(body);
    }

    // Nothing is kept in a simulation.
    private static void state(Inspected body) {
        Inspected previous = body.get("previous_response_id");
        if (previous != null) {
            throw OpenAiComplaints.bad(
                    "previous_response_not_found",
                    "previous_response_id",
                    "Previous response with id '%s' not found.".formatted(previous.text()));
        }
    }

    private static void limits(Inspected body, SimulatedModel model) {
        int limit = body.optionalInt("max_output_tokens").orElse(LEAST_OUTPUT);
        if (limit < LEAST_OUTPUT) {
            throw OpenAiComplaints.bad(
                    "integer_below_min_value",
                    "max_output_tokens",
                    "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but got %d instead."
                            .formatted(limit));
        }
        if (limit > model.maxOutput()) {
            throw OpenAiComplaints.bad(
                    "invalid_value", "max_output_tokens", "max_output_tokens is too large");
        }
    }

    private static void sampling(Inspected body, SimulatedModel model) {
        for (String name : List.of("temperature", "top_p")) {
            if (body.has(name) && model.has(ModelTrait.REASONING)) {
                throw OpenAiComplaints.unsupportedParameter(name, "");
            }
        }
        body.optional("temperature", t -> t.number(0, 2)).optional("top_p", t -> t.number(0, 1));
    }

    private static void reasoning(Inspected body, SimulatedModel model) {
        boolean thinks = model.has(ModelTrait.REASONING);
        Inspected reasoning = body.get("reasoning");
        if (reasoning != null) {
            reasoning.object().only(Set.of("effort", "summary", "context", "mode"));
            reasoning.optional("effort", effort -> effort.oneOf(EFFORTS));
            if (reasoning.has("effort") && !thinks) {
                throw OpenAiComplaints.unsupportedParameter("reasoning.effort", "");
            }
        }
        Inspected include = body.get("include");
        if (include == null) {
            return;
        }
        for (Inspected wanted : include.elements()) {
            wanted.oneOf(INCLUDED);
            if (wanted.text().equals("reasoning.encrypted_content") && !thinks) {
                throw OpenAiComplaints.bad(
                        null, "include", "Encrypted content is not supported with this model.");
            }
        }
    }

    private static void tools(Inspected body) {
        Inspected tools = body.get("tools");
        Inspected choice = body.get("tool_choice");
        if (tools == null || tools.elements().isEmpty()) {
            if (choice != null && !(choice.isString() && !choice.text().equals("required"))) {
                throw OpenAiComplaints.bad(
                        null,
                        "tool_choice",
                        "Tool choice '%s' must be specified with 'tools' parameter."
                                .formatted(choice.node()));
            }
            return;
        }
        tools.elements().forEach(ResponsesRules::tool);
        if (choice != null) {
            choice(choice, tools);
        }
    }

    private static void tool(Inspected tool) {
        String type =
                tool.object()
                        .need("type")
                        .oneOf(List.of("function", "custom", "web_search"))
                        .text();
        switch (type) {
            case "function" -> {
                tool.only(
                        Set.of(
                                "type",
                                "name",
                                "description",
                                "parameters",
                                "strict",
                                "defer_loading",
                                "output_schema"));
                String name = tool.need("name").matches("[A-Za-z0-9_-]{1,64}").text();
                tool.optional("parameters", p -> OpenAiSchemaRules.parameters(p, name));
                if (tool.flag("strict")) {
                    OpenAiSchemaRules.strict(tool.need("parameters"), "function '" + name + "'");
                }
            }
            case "custom" ->
                    tool.only(Set.of("type", "name", "description", "format")).need("name");
            default -> {}
        }
    }

    private static void choice(Inspected choice, Inspected tools) {
        if (choice.isString()) {
            choice.oneOf(List.of("none", "auto", "required"));
            return;
        }
        String type =
                choice.object()
                        .need("type")
                        .oneOf(List.of("function", "custom", "allowed_tools"))
                        .text();
        if (type.equals("allowed_tools")) {
            choice.only(Set.of("type", "mode", "tools")).need("tools").elements();
            return;
        }
        String name = choice.only(Set.of("type", "name")).need("name").string().text();
        boolean offered =
                tools.elements().stream()
                        .anyMatch(tool -> tool.node().path("name").asString("").equals(name));
        if (!offered) {
            throw OpenAiComplaints.bad(
                    null,
                    "tool_choice",
                    "Tool choice '%s' not found in 'tools' parameter.".formatted(name));
        }
    }

    private static void text(Inspected body) {
        Inspected text = body.get("text");
        if (text == null) {
            return;
        }
        text.object().only(Set.of("format", "verbosity"));
        Inspected format = text.get("format");
        if (format == null) {
            return;
        }
        String type =
                format.object()
                        .need("type")
                        .oneOf(List.of("text", "json_object", "json_schema"))
                        .text();
        if (type.equals("json_schema")) {
            format.only(Set.of("type", "name", "schema", "strict", "description"));
            String name = format.need("name").matches("[A-Za-z0-9_-]{1,64}").text();
            format.need("schema").object();
            if (format.flag("strict")) {
                OpenAiSchemaRules.strict(format.need("schema"), "response_format '" + name + "'");
            }
        }
    }
}
