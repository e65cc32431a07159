// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.ApiException;
import com.google.genai.errors.GenAiIOException;
import com.google.genai.types.Candidate;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.GenerateContentResponseUsageMetadata;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.Part;
import dev.penstock.kit.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `com.google.genai:google-genai`.
final class GeminiJava implements GeminiSdk {
    private final Map<Door, Client> clients = new ConcurrentHashMap<>();

    @Override
    public Outcome call(Door door, Mode mode, ObjectNode request) {
        Client client = clients.computeIfAbsent(door, GeminiJava::client);
        String model = request.path("model").asString("");
        List<Content> contents = new ArrayList<>();
        for (JsonNode content : request.path("contents")) {
            contents.add(Content.fromJson(content.toString()));
        }
        GenerateContentConfig config =
                GenerateContentConfig.fromJson(request.path("config").toString());
        try {
            List<GenerateContentResponse> answers = new ArrayList<>();
            if (mode == Mode.PLAIN) {
                answers.add(client.models.generateContent(model, contents, config));
            } else {
                try (ResponseStream<GenerateContentResponse> stream =
                        client.models.generateContentStream(model, contents, config)) {
                    stream.forEach(answers::add);
                }
            }
            return outcome(answers, mode);
        } catch (ApiException refused) {
            return Outcome.failed(
                    new Outcome.Problem(
                            refused.getClass().getSimpleName(),
                            refused.code(),
                            String.valueOf(refused.getMessage()),
                            null));
        } catch (GenAiIOException | IllegalStateException broken) {
            return Outcome.failed(
                    new Outcome.Problem(
                            broken.getClass().getSimpleName(), null, broken.toString(), null));
        }
    }

    static Client client(Door door) {
        HttpOptions options =
                HttpOptions.builder()
                        .baseUrl(door.origin() + door.prefix())
                        .timeout(20_000)
                        .retryOptions(HttpRetryOptions.builder().attempts(1).build())
                        .headers(door.headers())
                        .build();
        return Client.builder().apiKey(door.key()).vertexAI(false).httpOptions(options).build();
    }

    private static Outcome outcome(List<GenerateContentResponse> answers, Mode mode) {
        List<Part> parts = new ArrayList<>();
        for (GenerateContentResponse answer : answers) {
            first(answer)
                    .flatMap(Candidate::content)
                    .flatMap(Content::parts)
                    .ifPresent(parts::addAll);
        }
        String text =
                parts.stream()
                        .filter(part -> !part.thought().orElse(false))
                        .map(part -> part.text().orElse(""))
                        .collect(Collectors.joining());
        List<Outcome.Call> calls =
                parts.stream()
                        .flatMap(part -> part.functionCall().stream())
                        .map(GeminiJava::call)
                        .toList();
        GenerateContentResponse last = answers.getLast();
        String stop = first(last).flatMap(Candidate::finishReason).map(Object::toString).orElse("");
        return new Outcome(
                text,
                calls,
                stop,
                null,
                last.usageMetadata().map(GeminiJava::tokens).orElse(null),
                last.modelVersion().orElse(""),
                mode == Mode.STREAMED ? answers.size() : 0,
                null);
    }

    private static java.util.Optional<Candidate> first(GenerateContentResponse answer) {
        return answer.candidates().flatMap(all -> all.stream().findFirst());
    }

    private static Outcome.Call call(FunctionCall call) {
        Map<String, Object> arguments = call.args().orElse(Map.of());
        return new Outcome.Call(call.id().orElse(""), call.name().orElse(""), Json.text(arguments));
    }

    private static @Nullable Tokens tokens(GenerateContentResponseUsageMetadata usage) {
        long cached = usage.cachedContentTokenCount().orElse(0);
        long thoughts = usage.thoughtsTokenCount().orElse(0);
        return new Tokens(
                usage.promptTokenCount().orElse(0) - cached,
                cached,
                0,
                usage.candidatesTokenCount().orElse(0) + thoughts,
                thoughts);
    }

    @Override
    public String toString() {
        return "google-genai";
    }
}
