// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.ObjectMappers;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ResponseUsage;
import dev.penstock.kit.Tokens;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// `com.openai:openai-java`, by Responses. Ends are told in the words of chat completions.
final class ResponsesJava implements Sdk {
    private final Map<Door, OpenAIClient> clients = new ConcurrentHashMap<>();
    private final OpenAiJava chat = new OpenAiJava();

    @Override
    public Dialect dialect() {
        return Dialect.OPENAI;
    }

    @Override
    public Outcome call(Door door, Mode mode, ObjectNode request) {
        OpenAIClient client = clients.computeIfAbsent(door, ResponsesJava::client);
        try {
            ResponseCreateParams.Body body =
                    ObjectMappers.jsonMapper()
                            .readValue(request.toString(), ResponseCreateParams.Body.class);
            ResponseCreateParams params = ResponseCreateParams.builder().body(body).build();
            return switch (mode) {
                case PLAIN -> outcome(client.responses().create(params), 0);
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
        return OpenAIOkHttpClient.builder()
                .baseUrl(door.openAiUrl())
                .apiKey(door.key())
                .maxRetries(0)
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    private static Outcome streamed(OpenAIClient client, ResponseCreateParams params) {
        ResponseAccumulator whole = ResponseAccumulator.create();
        int events = 0;
        try (StreamResponse<ResponseStreamEvent> stream =
                client.responses().createStreaming(params)) {
            for (Iterator<ResponseStreamEvent> all = stream.stream().iterator(); all.hasNext(); ) {
                whole.accumulate(all.next());
                events++;
            }
        }
        return outcome(whole.response(), events);
    }

    private static Outcome outcome(Response response, int events) {
        List<ResponseOutputItem> output = response.output();
        String text =
                output.stream()
                        .flatMap(item -> item.message().stream())
                        .flatMap(message -> message.content().stream())
                        .flatMap(part -> part.outputText().stream())
                        .map(part -> part.text())
                        .collect(Collectors.joining());
        List<Outcome.Call> calls =
                output.stream()
                        .flatMap(item -> item.functionCall().stream())
                        .map(call -> new Outcome.Call(call.callId(), call.name(), call.arguments()))
                        .toList();
        boolean whole = response.status().orElseThrow().equals(ResponseStatus.COMPLETED);
        String stop = whole ? (calls.isEmpty() ? "stop" : "tool_calls") : "length";
        return new Outcome(
                text,
                calls,
                stop,
                null,
                response.usage().map(ResponsesJava::tokens).orElse(null),
                model(response),
                events,
                null);
    }

    // Names that the client knows are not strings to it.
    private static String model(Response response) {
        return response.model()
                .chat()
                .map(known -> known.asString())
                .or(() -> response.model().string())
                .orElse("");
    }

    private static Tokens tokens(ResponseUsage usage) {
        long cached = usage.inputTokensDetails().cachedTokens();
        long written = usage.inputTokensDetails().cacheWriteTokens();
        return new Tokens(
                usage.inputTokens() - cached - written,
                cached,
                written,
                usage.outputTokens(),
                usage.outputTokensDetails().reasoningTokens());
    }

    @Override
    public String exception(int status) {
        return chat.exception(status);
    }

    @Override
    public String toString() {
        return "openai-java responses";
    }
}
