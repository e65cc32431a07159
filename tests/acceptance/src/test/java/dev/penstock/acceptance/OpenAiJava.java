// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.ObjectMappers;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.completions.CompletionUsage;
import dev.penstock.kit.Tokens;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/// `com.openai:openai-java`.
final class OpenAiJava implements Sdk {
    private final Map<Door, OpenAIClient> clients = new ConcurrentHashMap<>();

    @Override
    public Dialect dialect() {
        return Dialect.OPENAI;
    }

    @Override
    public Outcome call(Door door, Mode mode, ObjectNode request) {
        OpenAIClient client = clients.computeIfAbsent(door, OpenAiJava::client);
        try {
            ChatCompletionCreateParams.Body body =
                    ObjectMappers.jsonMapper()
                            .readValue(request.toString(), ChatCompletionCreateParams.Body.class);
            ChatCompletionCreateParams params =
                    ChatCompletionCreateParams.builder().body(body).build();
            return switch (mode) {
                case PLAIN -> outcome(client.chat().completions().create(params), 0);
                case STREAMED -> streamed(client, params);
            };
        } catch (OpenAIServiceException refused) {
            return Outcome.failed(
                    new Outcome.Problem(
                            refused.getClass().getSimpleName(),
                            refused.statusCode(),
                            String.valueOf(refused.getMessage()),
                            refused.headers().values("x-request-id").stream()
                                    .findFirst()
                                    .orElse(null)));
        } catch (OpenAIException broken) {
            return Outcome.failed(
                    new Outcome.Problem(
                            broken.getClass().getSimpleName(), null, broken.toString(), null));
        } catch (com.fasterxml.jackson.core.JsonProcessingException wrongTest) {
            throw new AssertionError("Not a request: " + request, wrongTest);
        }
    }

    private static OpenAIClient client(Door door) {
        OpenAIOkHttpClient.Builder builder =
                OpenAIOkHttpClient.builder()
                        .baseUrl(door.openAiUrl())
                        .apiKey(door.key())
                        .maxRetries(0)
                        .timeout(Duration.ofSeconds(20));
        door.headers().forEach(builder::putHeader);
        return builder.build();
    }

    private static Outcome streamed(OpenAIClient client, ChatCompletionCreateParams params) {
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        int events = 0;
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params)) {
            for (Iterator<ChatCompletionChunk> chunks = stream.stream().iterator();
                    chunks.hasNext(); ) {
                whole.accumulate(chunks.next());
                events++;
            }
        }
        return outcome(whole.chatCompletion(), events);
    }

    private static Outcome outcome(ChatCompletion completion, int events) {
        ChatCompletion.Choice choice = completion.choices().getFirst();
        List<Outcome.Call> calls =
                choice.message().toolCalls().orElse(List.of()).stream()
                        .map(call -> call.asFunction())
                        .map(call ->
                                new Outcome.Call(
                                        call.id(),
                                        call.function().name(),
                                        call.function().arguments()))
                        .toList();
        return new Outcome(
                choice.message().content().orElse(""),
                calls,
                choice.finishReason().asString(),
                null,
                completion.usage().map(OpenAiJava::tokens).orElse(null),
                completion.model(),
                events,
                null);
    }

    private static Tokens tokens(CompletionUsage usage) {
        Optional<CompletionUsage.PromptTokensDetails> input = usage.promptTokensDetails();
        long cached = input.flatMap(d -> d.cachedTokens()).orElse(0L);
        long written = input.flatMap(d -> d.cacheWriteTokens()).orElse(0L);
        long reasoning =
                usage.completionTokensDetails().flatMap(d -> d.reasoningTokens()).orElse(0L);
        return new Tokens(
                usage.promptTokens() - cached - written,
                cached,
                written,
                usage.completionTokens(),
                reasoning);
    }

    @Override
    public String exception(int status) {
        return switch (status) {
            case 400 -> "BadRequestException";
            case 401 -> "UnauthorizedException";
            case 403 -> "PermissionDeniedException";
            case 404 -> "NotFoundException";
            case 422 -> "UnprocessableEntityException";
            case 429 -> "RateLimitException";
            default -> status >= 500 ? "InternalServerException" : "UnexpectedStatusCodeException";
        };
    }

    @Override
    public String toString() {
        return "openai-java";
    }
}
