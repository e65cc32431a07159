// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static dev.penstock.inference.WireFormat.GEMINI;

import java.util.Map;

/// What Google's format calls the rows of the conformance matrix.
final class GeminiFeatures {

    private static final String WEATHER =
            "\"tools\":[{\"functionDeclarations\":[{\"name\":\"weather\",\"parametersJsonSchema\":{\"type\":\"object\",\"properties\":{}}}]}]";

    private GeminiFeatures() {}

    static void ask(Map<String, Feature> all) {
        by(all, "system message", "\"systemInstruction\":{\"parts\":[{\"text\":\"brief\"}]}");
        all.get("several turns")
                .whole(
                        GEMINI,
                        "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"a\"}]},{\"role\":\"model\",\"parts\":[{\"text\":\"b\"}]},{\"role\":\"user\",\"parts\":[{\"text\":\"c\"}]}]");
        part(all, "picture, inline", inline("image/png", "iVBORw0KGgo="));
        part(
                all,
                "picture, by URL",
                "{\"fileData\":{\"mimeType\":\"image/png\",\"fileUri\":\"https://e.example/a.png\"}}");
        part(all, "document, inline", inline("application/pdf", "JVBERi0="));
        part(all, "sound", inline("audio/wav", "AAAA"));
        by(all, "tools", WEATHER);
        calling(all, "a tool must be called", "\"mode\":\"ANY\"");
        calling(
                all,
                "a certain tool must be called",
                "\"mode\":\"ANY\",\"allowedFunctionNames\":[\"weather\"]");
        config(all, "bound of the answer", "\"maxOutputTokens\":77");
        config(all, "temperature", "\"temperature\":0.5");
        config(all, "temperature above 1", "\"temperature\":1.5");
        config(all, "top_p", "\"topP\":0.5");
        config(all, "top_k", "\"topK\":5");
        config(all, "stop texts", "\"stopSequences\":[\"x\"]");
        config(
                all,
                "more than four stop texts",
                "\"stopSequences\":[\"1\",\"2\",\"3\",\"4\",\"5\"]");
        config(all, "seed", "\"seed\":7");
        config(all, "penalties", "\"presencePenalty\":1,\"frequencyPenalty\":1");
        config(all, "several answers", "\"candidateCount\":2");
        config(all, "log probabilities", "\"responseLogprobs\":true");
        config(all, "answer as JSON", "\"responseMimeType\":\"application/json\"");
        config(
                all,
                "answer by a schema",
                "\"responseMimeType\":\"application/json\",\"responseJsonSchema\":{\"type\":\"object\",\"properties\":{}}");
        config(all, "reasoning effort", "\"thinkingConfig\":{\"thinkingLevel\":\"high\"}");
        config(all, "budget of thinking", "\"thinkingConfig\":{\"thinkingBudget\":2000}");
        by(all, "members unknown here", "\"future\":1");
    }

    /// Proofs in a request that goes out in this format.
    static void tell(Map<String, Feature> all) {
        all.get("system message")
                .kept(GEMINI, "\"systemInstruction\":{\"parts\":[{\"text\":\"brief\"}]}");
        all.get("developer message")
                .adapted(GEMINI, "\"systemInstruction\":{\"parts\":[{\"text\":\"brief\"}]}");
        all.get("several turns").kept(GEMINI, "{\"role\":\"model\",\"parts\":[{\"text\":\"b\"}]}");
        all.get("picture, inline")
                .kept(
                        GEMINI,
                        "\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"iVBORw0KGgo=\"}");
        all.get("document, inline")
                .kept(
                        GEMINI,
                        "\"inlineData\":{\"mimeType\":\"application/pdf\",\"data\":\"JVBERi0=\"}");
        all.get("sound")
                .kept(GEMINI, "\"inlineData\":{\"mimeType\":\"audio/wav\",\"data\":\"AAAA\"}");
        all.get("tools").kept(GEMINI, "\"functionDeclarations\":[{\"name\":\"weather\"}]");
        all.get("a tool must be called")
                .kept(GEMINI, "\"functionCallingConfig\":{\"mode\":\"ANY\"}");
        all.get("a certain tool must be called")
                .kept(GEMINI, "{\"mode\":\"ANY\",\"allowedFunctionNames\":[\"weather\"]}");
        all.get("failed tool").adapted(GEMINI, "\"response\":{\"error\":\"no\"}");
        all.get("bound of the answer").kept(GEMINI, "\"maxOutputTokens\":77");
        all.get("temperature").kept(GEMINI, "\"temperature\":0.5");
        all.get("temperature above 1").kept(GEMINI, "\"temperature\":1.5");
        all.get("top_p").kept(GEMINI, "\"topP\":0.5");
        all.get("top_k").kept(GEMINI, "\"topK\":5");
        all.get("stop texts").kept(GEMINI, "\"stopSequences\":[\"x\"]");
        all.get("more than four stop texts")
                .kept(GEMINI, "\"stopSequences\":[\"1\",\"2\",\"3\",\"4\",\"5\"]");
        all.get("seed").kept(GEMINI, "\"seed\":7");
        all.get("penalties").kept(GEMINI, "\"presencePenalty\":1.0,\"frequencyPenalty\":1.0");
        all.get("answer as JSON").kept(GEMINI, "\"responseMimeType\":\"application/json\"");
        all.get("answer by a schema").kept(GEMINI, "\"responseJsonSchema\":{\"type\":\"object\"");
        all.get("reasoning effort").adapted(GEMINI, "\"thinkingConfig\":{\"thinkingBudget\":24576");
        all.get("budget of thinking").kept(GEMINI, "\"thinkingConfig\":{\"thinkingBudget\":2000");
    }

    private static String inline(String type, String data) {
        return "{\"inlineData\":{\"mimeType\":\"%s\",\"data\":\"%s\"}}".formatted(type, data);
    }

    private static void by(Map<String, Feature> all, String name, String members) {
        all.get(name).by(GEMINI, members);
    }

    private static void config(Map<String, Feature> all, String name, String members) {
        by(all, name, "\"generationConfig\":{" + members + "}");
    }

    private static void calling(Map<String, Feature> all, String name, String members) {
        by(all, name, WEATHER + ",\"toolConfig\":{\"functionCallingConfig\":{" + members + "}}");
    }

    private static void part(Map<String, Feature> all, String name, String part) {
        all.get(name)
                .whole(
                        GEMINI,
                        "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"see\"},"
                                + part
                                + "]}]");
    }
}
