// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.List;
import java.util.Set;

/// What OpenAI refuses in the body of a chat completion, above messages and tools.
final class OpenAiRules {
    private static final Set<String> KNOWN =
            Set.of(
                    "model",
                    "messages",
                    "stream",
                    "stream_options",
                    "max_completion_tokens",
                    "max_tokens",
                    "temperature",
                    "top_p",
                    "n",
                    "stop",
                    "presence_penalty",
                    "frequency_penalty",
                    "logit_bias",
                    "logprobs",
                    "top_logprobs",
                    "seed",
                    "tools",
                    "tool_choice",
                    "parallel_tool_calls",
                    "response_format",
                    "reasoning_effort",
                    "verbosity",
                    "modalities",
                    "audio",
                    "prediction",
                    "web_search_options",
                    "service_tier",
                    "store",
                    "metadata",
                    "prompt_cache_key",
                    "prompt_cache_options",
                    "prompt_cache_retention",
                    "safety_identifier",
                    "user",
                    "moderation",
                    "functions",
                    "function_call");
    private static final List<String> EFFORTS =
            List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");
    private static final List<String> TIERS =
            List.of("auto", "default", "flex", "scale", "priority", "fast");

    private OpenAiRules() {}

    static void check(Inspected body, SimulatedModel model) {
        body.only(KNOWN);
        OpenAiMessageRules.check(body.need("messages"));
        OpenAiToolRules.check(body);
        limits(body, model);
        sampling(body, model);
        stop(body, model);
        streaming(body);
        format(body);
        body.optional("service_tier", tier -> tier.oneOf(TIERS))
                .optional("metadata", OpenAiRules::metadata)
                .optional("user", Inspected::string)
                .optional("safety_identifier", Inspected::string)
                .optional("store", Inspected::bool)
                .optional("prompt_cache_key", Inspected::string);
    }

    private static void limits(Inspected body, SimulatedModel model) {
        if (body.has("max_tokens") && model.has(ModelTrait.REASONING)) {
            throw OpenAiComplaints.unsupportedParameter(
                    "max_tokens", " Use 'max_completion_tokens' instead.");
        }
        if (body.has("max_tokens") && body.has("max_completion_tokens")) {
            throw OpenAiComplaints.bad(
                    "invalid_parameter_combination",
                    null,
                    "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not"
                            + " supported.");
        }
        for (String name : List.of("max_tokens", "max_completion_tokens")) {
            int limit = body.optionalInt(name).orElse(1);
            if (limit < 1) {
                throw OpenAiComplaints.bad(
                        "integer_below_min_value",
                        name,
                        "Invalid '%s': integer below minimum value. Expected a value >= 1, but got %d instead."
                                .formatted(name, limit));
            }
            if (limit > model.maxOutput()) {
                throw OpenAiComplaints.bad(
                        "invalid_value",
                        name,
                        "%s is too large: %d. This model supports at most %d completion tokens, whereas you provided %d."
                                .formatted(name, limit, model.maxOutput(), limit));
            }
        }
        body.optional("n", n -> n.integer().number(1, 128));
    }

    private static void sampling(Inspected body, SimulatedModel model) {
        body.optional("temperature", t -> t.number(0, 2))
                .optional("top_p", t -> t.number(0, 1))
                .optional("presence_penalty", t -> t.number(-2, 2))
                .optional("frequency_penalty", t -> t.number(-2, 2))
                .optional("seed", Inspected::integer)
                .optional("logit_bias", Inspected::object);
        if (body.has("top_logprobs") && !body.flag("logprobs")) {
            throw OpenAiComplaints.bad(
                    null,
                    "top_logprobs",
                    "'top_logprobs' is only allowed when 'logprobs' is true.");
        }
        body.optional("top_logprobs", t -> t.integer().number(0, 20));
        if (!model.has(ModelTrait.REASONING)) {
            if (body.has("reasoning_effort")) {
                throw body.unknown("reasoning_effort");
            }
            return;
        }
        body.optional("reasoning_effort", effort -> effort.oneOf(EFFORTS));
        for (String name : List.of("temperature", "top_p")) {
            body.optional(name, value -> onlyDefault(name, value));
        }
        for (String name :
                List.of("presence_penalty", "frequency_penalty", "logprobs", "logit_bias")) {
            if (body.has(name)) {
                throw OpenAiComplaints.unsupportedParameter(name, "");
            }
        }
    }

    private static void onlyDefault(String name, Inspected value) {
        if (value.node().asDouble() != 1) {
            throw OpenAiComplaints.bad(
                    "unsupported_value",
                    name,
                    "Unsupported value: '%s' does not support %s with this model. Only the default (1) value is supported."
                            .formatted(name, value.node()));
        }
    }

    private static void stop(Inspected body, SimulatedModel model) {
        Inspected stop = body.get("stop");
        if (stop == null) {
            return;
        }
        if (model.has(ModelTrait.NO_STOP)) {
            throw OpenAiComplaints.unsupportedParameter("stop", "");
        }
        if (stop.isString()) {
            return;
        }
        List<Inspected> sequences = stop.elements();
        sequences.forEach(Inspected::string);
        if (sequences.size() > 4) {
            throw OpenAiComplaints.bad(
                    "array_above_max_length",
                    "stop",
                    "Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with length %d instead."
                            .formatted(sequences.size()));
        }
    }

    private static void streaming(Inspected body) {
        boolean streamed = body.flag("stream");
        Inspected options = body.get("stream_options");
        if (options == null) {
            return;
        }
        if (!streamed) {
            throw OpenAiComplaints.bad(
                    null,
                    "stream_options",
                    "The 'stream_options' parameter is only allowed when 'stream' is enabled.");
        }
        options.object().only(Set.of("include_usage", "include_obfuscation"));
        options.optional("include_usage", Inspected::bool)
                .optional("include_obfuscation", Inspected::bool);
    }

    private static void format(Inspected body) {
        Inspected format = body.get("response_format");
        if (format == null) {
            return;
        }
        format.object().need("type").oneOf(List.of("text", "json_object", "json_schema"));
        String type = format.need("type").text();
        if (type.equals("json_object")
                && !body.need("messages").node().toString().contains("json")
                && !body.need("messages").node().toString().contains("JSON")) {
            throw OpenAiComplaints.bad(
                    null,
                    "messages",
                    "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.");
        }
        if (type.equals("json_schema")) {
            Inspected schema = format.need("json_schema").object();
            schema.only(Set.of("name", "description", "schema", "strict"));
            schema.need("name").matches("[A-Za-z0-9_-]{1,64}");
            if (schema.flag("strict")) {
                OpenAiSchemaRules.strict(
                        schema.need("schema"),
                        "response_format '" + schema.need("name").text() + "'");
            }
        }
    }

    private static void metadata(Inspected metadata) {
        metadata.object();
        if (metadata.node().size() > 16) {
            throw OpenAiComplaints.bad(
                    "object_above_max_properties",
                    "metadata",
                    "Invalid 'metadata': too many properties. Expected an object with at most 16 properties.");
        }
        for (String name : metadata.node().propertyNames()) {
            metadata.need(name).string();
        }
    }
}
