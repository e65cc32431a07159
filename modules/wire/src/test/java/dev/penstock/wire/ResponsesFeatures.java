// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static dev.penstock.inference.WireFormat.OPENAI_RESPONSES;

import java.util.Map;

/// What OpenAI's Responses call the rows of the conformance matrix.
final class ResponsesFeatures {

    private static final String WEATHER =
            "\"tools\":[{\"type\":\"function\",\"name\":\"weather\",\"strict\":false,\"parameters\":{\"type\":\"object\",\"properties\":{}}}]";

    private ResponsesFeatures() {}

    static void ask(Map<String, Feature> all) {
        by(all, "system message", "\"instructions\":\"brief\"");
        whole(all, "developer message", "{\"role\":\"developer\",\"content\":\"brief\"}");
        all.get("several turns")
                .whole(
                        OPENAI_RESPONSES,
                        "\"input\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"},{\"role\":\"user\",\"content\":\"c\"}]");
        part(
                all,
                "picture, inline",
                "{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,iVBORw0KGgo=\"}");
        part(
                all,
                "picture, by URL",
                "{\"type\":\"input_image\",\"image_url\":\"https://e.example/a.png\"}");
        part(
                all,
                "document, inline",
                "{\"type\":\"input_file\",\"filename\":\"a.pdf\",\"file_data\":\"data:application/pdf;base64,JVBERi0=\"}");
        by(all, "tools", WEATHER);
        by(all, "a tool must be called", WEATHER + ",\"tool_choice\":\"required\"");
        by(
                all,
                "a certain tool must be called",
                WEATHER + ",\"tool_choice\":{\"type\":\"function\",\"name\":\"weather\"}");
        by(all, "one tool at a time", WEATHER + ",\"parallel_tool_calls\":false");
        by(all, "bound of the answer", "\"max_output_tokens\":77");
        by(all, "temperature", "\"temperature\":0.5");
        by(all, "temperature above 1", "\"temperature\":1.5");
        by(all, "top_p", "\"top_p\":0.5");
        by(all, "log probabilities", "\"top_logprobs\":2");
        by(all, "answer as JSON", "\"text\":{\"format\":{\"type\":\"json_object\"}}");
        by(
                all,
                "answer by a schema",
                "\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"a\",\"schema\":{\"type\":\"object\",\"properties\":{}}}}");
        by(all, "reasoning effort", "\"reasoning\":{\"effort\":\"high\"}");
        by(all, "end user", "\"safety_identifier\":\"u\"");
        by(all, "members unknown here", "\"future\":1");
    }

    /// Proofs in a request that goes out in this format.
    static void tell(Map<String, Feature> all) {
        all.get("system message").kept(OPENAI_RESPONSES, "\"instructions\":\"brief\"");
        all.get("developer message").adapted(OPENAI_RESPONSES, "\"instructions\":\"brief\"");
        all.get("several turns")
                .kept(
                        OPENAI_RESPONSES,
                        "\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"b\"}]");
        all.get("picture, inline")
                .kept(OPENAI_RESPONSES, "\"image_url\":\"data:image/png;base64,iVBORw0KGgo=\"");
        all.get("picture, by URL")
                .kept(OPENAI_RESPONSES, "\"image_url\":\"https://e.example/a.png\"");
        all.get("document, inline")
                .kept(OPENAI_RESPONSES, "\"file_data\":\"data:application/pdf;base64,JVBERi0=\"");
        all.get("tools")
                .kept(OPENAI_RESPONSES, "\"tools\":[{\"type\":\"function\",\"name\":\"weather\"");
        all.get("a tool must be called").kept(OPENAI_RESPONSES, "\"tool_choice\":\"required\"");
        all.get("a certain tool must be called")
                .kept(
                        OPENAI_RESPONSES,
                        "\"tool_choice\":{\"type\":\"function\",\"name\":\"weather\"}");
        all.get("one tool at a time").kept(OPENAI_RESPONSES, "\"parallel_tool_calls\":false");
        all.get("failed tool").adapted(OPENAI_RESPONSES, "\"output\":\"Error: no\"");
        all.get("bound of the answer").kept(OPENAI_RESPONSES, "\"max_output_tokens\":77");
        all.get("temperature").kept(OPENAI_RESPONSES, "\"temperature\":0.5");
        all.get("temperature above 1").kept(OPENAI_RESPONSES, "\"temperature\":1.5");
        all.get("top_p").kept(OPENAI_RESPONSES, "\"top_p\":0.5");
        all.get("answer as JSON")
                .kept(OPENAI_RESPONSES, "\"text\":{\"format\":{\"type\":\"json_object\"}}");
        all.get("answer by a schema")
                .kept(OPENAI_RESPONSES, "\"text\":{\"format\":{\"type\":\"json_schema\"");
        all.get("reasoning effort").kept(OPENAI_RESPONSES, "\"reasoning\":{\"effort\":\"high\"}");
        all.get("budget of thinking")
                .adapted(OPENAI_RESPONSES, "\"reasoning\":{\"effort\":\"low\"}");
        all.get("end user").kept(OPENAI_RESPONSES, "\"safety_identifier\":\"u\"");
    }

    private static void by(Map<String, Feature> all, String name, String members) {
        all.get(name).by(OPENAI_RESPONSES, members);
    }

    private static void whole(Map<String, Feature> all, String name, String first) {
        all.get(name)
                .whole(
                        OPENAI_RESPONSES,
                        "\"input\":[" + first + ",{\"role\":\"user\",\"content\":\"hi\"}]");
    }

    private static void part(Map<String, Feature> all, String name, String part) {
        all.get(name)
                .whole(
                        OPENAI_RESPONSES,
                        "\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"see\"},"
                                + part
                                + "]}]");
    }
}
