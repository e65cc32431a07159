// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static dev.penstock.inference.WireFormat.ANTHROPIC_MESSAGES;
import static dev.penstock.inference.WireFormat.OPENAI_CHAT;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The rows of the conformance matrix. A new format adds its words and its proofs here.
final class Features {

    private static final String WEATHER =
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":{\"type\":\"object\",\"properties\":{}}}}]";
    private static final String WEATHER_ANTHROPIC =
            "\"tools\":[{\"name\":\"weather\",\"input_schema\":{\"type\":\"object\",\"properties\":{}}}]";

    private Features() {}

    static Collection<Feature> all() {
        Map<String, Feature> all = new LinkedHashMap<>();
        older().forEach(feature -> all.put(feature.name(), feature));
        ResponsesFeatures.ask(all);
        ResponsesFeatures.tell(all);
        GeminiFeatures.ask(all);
        GeminiFeatures.tell(all);
        tell(all);
        return all.values();
    }

    // Proofs of what only newer formats ask of the first two.
    private static void tell(Map<String, Feature> all) {
        all.get("developer message")
                .adapted(OPENAI_CHAT, "{\"role\":\"system\",\"content\":\"brief\"}");
        all.get("sound")
                .kept(OPENAI_CHAT, "\"input_audio\":{\"data\":\"AAAA\",\"format\":\"wav\"}");
        all.get("temperature above 1").kept(OPENAI_CHAT, "\"temperature\":1.5");
        all.get("more than four stop texts")
                .kept(ANTHROPIC_MESSAGES, "\"stop_sequences\":[\"1\",\"2\",\"3\",\"4\",\"5\"]");
        all.get("seed").kept(OPENAI_CHAT, "\"seed\":7");
        all.get("penalties")
                .kept(OPENAI_CHAT, "\"presence_penalty\":1.0,\"frequency_penalty\":1.0");
        all.get("answer as JSON")
                .kept(OPENAI_CHAT, "\"response_format\":{\"type\":\"json_object\"}");
        all.get("reasoning effort").kept(OPENAI_CHAT, "\"reasoning_effort\":\"high\"");
        all.get("budget of thinking").kept(ANTHROPIC_MESSAGES, "\"budget_tokens\":2000");
    }

    // In the words of the first two formats.
    private static List<Feature> older() {
        return Stream.of(conversations(), media(), tools(), sampling(), rest())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Feature> conversations() {
        return List.of(
                new Feature("system message")
                        .whole(
                                OPENAI_CHAT,
                                "\"messages\":[{\"role\":\"system\",\"content\":\"brief\"},{\"role\":\"user\",\"content\":\"hi\"}]")
                        .by(ANTHROPIC_MESSAGES, "\"system\":\"brief\"")
                        .kept(OPENAI_CHAT, "{\"role\":\"system\",\"content\":\"brief\"}")
                        .kept(
                                ANTHROPIC_MESSAGES,
                                "\"system\":[{\"type\":\"text\",\"text\":\"brief\"}]"),
                new Feature("developer message")
                        .whole(
                                OPENAI_CHAT,
                                "\"messages\":[{\"role\":\"developer\",\"content\":\"brief\"},{\"role\":\"user\",\"content\":\"hi\"}]")
                        .adapted(
                                ANTHROPIC_MESSAGES,
                                "\"system\":[{\"type\":\"text\",\"text\":\"brief\"}]"),
                new Feature("several turns")
                        .whole(
                                OPENAI_CHAT,
                                "\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"},{\"role\":\"user\",\"content\":\"c\"}]")
                        .whole(
                                ANTHROPIC_MESSAGES,
                                "\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"},{\"role\":\"user\",\"content\":\"c\"}]")
                        .kept(OPENAI_CHAT, "{\"role\":\"assistant\",\"content\":\"b\"}")
                        .kept(
                                ANTHROPIC_MESSAGES,
                                "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"b\"}]}"));
    }

    private static List<Feature> media() {
        return List.of(
                new Feature("picture, inline")
                        .whole(
                                OPENAI_CHAT,
                                user(
                                        "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,iVBORw0KGgo=\"}}"))
                        .whole(
                                ANTHROPIC_MESSAGES,
                                "\"max_tokens\":9,"
                                        + user(
                                                "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"iVBORw0KGgo=\"}}"))
                        .kept(OPENAI_CHAT, "data:image/png;base64,iVBORw0KGgo=")
                        .kept(
                                ANTHROPIC_MESSAGES,
                                "\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"iVBORw0KGgo=\""),
                new Feature("picture, by URL")
                        .whole(
                                OPENAI_CHAT,
                                user(
                                        "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://e.example/a.png\"}}"))
                        .whole(
                                ANTHROPIC_MESSAGES,
                                "\"max_tokens\":9,"
                                        + user(
                                                "{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://e.example/a.png\"}}"))
                        .kept(OPENAI_CHAT, "\"url\":\"https://e.example/a.png\"")
                        .kept(
                                ANTHROPIC_MESSAGES,
                                "\"type\":\"url\",\"url\":\"https://e.example/a.png\""),
                new Feature("document, inline")
                        .whole(
                                OPENAI_CHAT,
                                user(
                                        "{\"type\":\"file\",\"file\":{\"filename\":\"a.pdf\",\"file_data\":\"data:application/pdf;base64,JVBERi0=\"}}"))
                        .whole(
                                ANTHROPIC_MESSAGES,
                                "\"max_tokens\":9,"
                                        + user(
                                                "{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\",\"data\":\"JVBERi0=\"}}"))
                        .kept(OPENAI_CHAT, "data:application/pdf;base64,JVBERi0=")
                        .kept(
                                ANTHROPIC_MESSAGES,
                                "\"media_type\":\"application/pdf\",\"data\":\"JVBERi0=\""),
                new Feature("sound")
                        .whole(
                                OPENAI_CHAT,
                                user(
                                        "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AAAA\",\"format\":\"wav\"}}")));
    }

    private static List<Feature> tools() {
        return List.of(
                new Feature("tools")
                        .by(OPENAI_CHAT, WEATHER)
                        .by(ANTHROPIC_MESSAGES, WEATHER_ANTHROPIC)
                        .kept(OPENAI_CHAT, "\"function\":{\"name\":\"weather\"")
                        .kept(ANTHROPIC_MESSAGES, "\"tools\":[{\"name\":\"weather\""),
                new Feature("a tool must be called")
                        .by(OPENAI_CHAT, WEATHER + ",\"tool_choice\":\"required\"")
                        .by(
                                ANTHROPIC_MESSAGES,
                                WEATHER_ANTHROPIC + ",\"tool_choice\":{\"type\":\"any\"}")
                        .kept(OPENAI_CHAT, "\"tool_choice\":\"required\"")
                        .kept(ANTHROPIC_MESSAGES, "\"tool_choice\":{\"type\":\"any\"}"),
                new Feature("a certain tool must be called")
                        .by(
                                OPENAI_CHAT,
                                WEATHER
                                        + ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}")
                        .by(
                                ANTHROPIC_MESSAGES,
                                WEATHER_ANTHROPIC
                                        + ",\"tool_choice\":{\"type\":\"tool\",\"name\":\"weather\"}")
                        .kept(OPENAI_CHAT, "\"tool_choice\":{\"type\":\"function\"")
                        .kept(
                                ANTHROPIC_MESSAGES,
                                "\"tool_choice\":{\"type\":\"tool\",\"name\":\"weather\"}"),
                new Feature("one tool at a time")
                        .by(OPENAI_CHAT, WEATHER + ",\"parallel_tool_calls\":false")
                        .by(
                                ANTHROPIC_MESSAGES,
                                WEATHER_ANTHROPIC
                                        + ",\"tool_choice\":{\"type\":\"auto\",\"disable_parallel_tool_use\":true}")
                        .kept(OPENAI_CHAT, "\"parallel_tool_calls\":false")
                        .kept(ANTHROPIC_MESSAGES, "\"disable_parallel_tool_use\":true"),
                new Feature("failed tool")
                        .whole(
                                ANTHROPIC_MESSAGES,
                                "\"max_tokens\":9,"
                                        + WEATHER_ANTHROPIC
                                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"weather\",\"input\":{}}]},{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t1\",\"is_error\":true,\"content\":\"no\"}]}]")
                        .adapted(OPENAI_CHAT, "\"role\":\"tool\""));
    }

    private static List<Feature> sampling() {
        return List.of(
                new Feature("bound of the answer")
                        .by(OPENAI_CHAT, "\"max_completion_tokens\":77")
                        .whole(
                                ANTHROPIC_MESSAGES,
                                "\"max_tokens\":77,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]")
                        .kept(OPENAI_CHAT, "\"max_completion_tokens\":77")
                        .kept(ANTHROPIC_MESSAGES, "\"max_tokens\":77"),
                both("temperature", "\"temperature\":0.5")
                        .kept(OPENAI_CHAT, "\"temperature\":0.5")
                        .kept(ANTHROPIC_MESSAGES, "\"temperature\":0.5"),
                new Feature("temperature above 1")
                        .by(OPENAI_CHAT, "\"temperature\":1.5")
                        .adapted(ANTHROPIC_MESSAGES, "\"temperature\":1.0"),
                both("top_p", "\"top_p\":0.5")
                        .kept(OPENAI_CHAT, "\"top_p\":0.5")
                        .kept(ANTHROPIC_MESSAGES, "\"top_p\":0.5"),
                both("top_k", "\"top_k\":5").kept(ANTHROPIC_MESSAGES, "\"top_k\":5"),
                new Feature("stop texts")
                        .by(OPENAI_CHAT, "\"stop\":[\"x\"]")
                        .by(ANTHROPIC_MESSAGES, "\"stop_sequences\":[\"x\"]")
                        .kept(OPENAI_CHAT, "\"stop\":[\"x\"]")
                        .kept(ANTHROPIC_MESSAGES, "\"stop_sequences\":[\"x\"]"),
                new Feature("more than four stop texts")
                        .by(
                                ANTHROPIC_MESSAGES,
                                "\"stop_sequences\":[\"1\",\"2\",\"3\",\"4\",\"5\"]"),
                new Feature("seed").by(OPENAI_CHAT, "\"seed\":7"),
                new Feature("penalties")
                        .by(OPENAI_CHAT, "\"presence_penalty\":1,\"frequency_penalty\":1"),
                new Feature("several answers").by(OPENAI_CHAT, "\"n\":2"),
                new Feature("log probabilities").by(OPENAI_CHAT, "\"logprobs\":true"),
                new Feature("bias of tokens").by(OPENAI_CHAT, "\"logit_bias\":{\"1\":2}"));
    }

    private static List<Feature> rest() {
        return List.of(
                new Feature("answer as JSON")
                        .by(OPENAI_CHAT, "\"response_format\":{\"type\":\"json_object\"}")
                        .adapted(ANTHROPIC_MESSAGES, "single JSON object"),
                new Feature("answer by a schema")
                        .by(
                                OPENAI_CHAT,
                                "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\",\"schema\":{\"type\":\"object\",\"properties\":{}}}}")
                        .by(
                                ANTHROPIC_MESSAGES,
                                "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}}}")
                        .kept(OPENAI_CHAT, "\"response_format\":{\"type\":\"json_schema\"")
                        .kept(
                                ANTHROPIC_MESSAGES,
                                "\"output_config\":{\"format\":{\"type\":\"json_schema\""),
                new Feature("reasoning effort")
                        .by(OPENAI_CHAT, "\"reasoning_effort\":\"high\"")
                        .adapted(
                                ANTHROPIC_MESSAGES,
                                "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":"),
                new Feature("budget of thinking")
                        .by(
                                ANTHROPIC_MESSAGES,
                                "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}")
                        .adapted(OPENAI_CHAT, "\"reasoning_effort\":\"low\""),
                new Feature("end user")
                        .by(OPENAI_CHAT, "\"safety_identifier\":\"u\"")
                        .by(ANTHROPIC_MESSAGES, "\"metadata\":{\"user_id\":\"u\"}")
                        .kept(OPENAI_CHAT, "\"safety_identifier\":\"u\"")
                        .kept(ANTHROPIC_MESSAGES, "\"metadata\":{\"user_id\":\"u\"}"),
                new Feature("members unknown here")
                        .by(OPENAI_CHAT, "\"future\":1")
                        .by(ANTHROPIC_MESSAGES, "\"future\":1"));
    }

    private static Feature both(String name, String members) {
        return new Feature(name).by(OPENAI_CHAT, members).by(ANTHROPIC_MESSAGES, members);
    }

    private static String user(String part) {
        return "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"see\"},"
                + part
                + "]}]";
    }
}
