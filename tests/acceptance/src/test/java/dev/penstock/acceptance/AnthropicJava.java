// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.ObjectMappers;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicException;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.ToolUseBlock;
import com.anthropic.models.messages.Usage;
import dev.penstock.kit.Tokens;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// `com.anthropic:anthropic-java`.
final class AnthropicJava implements Sdk {
    private final Map<Door, AnthropicClient> clients = new ConcurrentHashMap<>();

    @Override
    public Dialect dialect() {
        return Dialect.ANTHROPIC;
    }

    @Override
    public Outcome call(Door door, Mode mode, ObjectNode request) {
        AnthropicClient client = clients.computeIfAbsent(door, AnthropicJava::client);
        try {
            MessageCreateParams.Body body =
                    ObjectMappers.jsonMapper()
                            .readValue(request.toString(), MessageCreateParams.Body.class);
            MessageCreateParams params = MessageCreateParams.builder().body(body).build();
            return switch (mode) {
                case PLAIN -> outcome(client.messages().create(params), 0);
                case STREAMED -> streamed(client, params);
            };
        } catch (AnthropicServiceException refused) {
            return Outcome.failed(
                    new Outcome.Problem(
                            refused.getClass().getSimpleName(),
                            refused.statusCode(),
                            String.valueOf(refused.getMessage()),
                            refused.requestId().orElse(null)));
        } catch (AnthropicException broken) {
            return Outcome.failed(
                    new Outcome.Problem(
                            broken.getClass().getSimpleName(), null, broken.toString(), null));
        } catch (com.fasterxml.jackson.core.JsonProcessingException wrongTest) {
            throw new AssertionError("Not a request: " + request, wrongTest);
        }
    }

    private static AnthropicClient client(Door door) {
        AnthropicOkHttpClient.Builder builder =
                AnthropicOkHttpClient.builder()
                        .baseUrl(door.anthropicUrl())
                        .apiKey(door.key())
                        .maxRetries(0)
                        .timeout(Duration.ofSeconds(20));
        door.headers().forEach(builder::putHeader);
        return builder.build();
    }

    private static Outcome streamed(AnthropicClient client, MessageCreateParams params) {
        MessageAccumulator whole = MessageAccumulator.create();
        int events = 0;
        try (StreamResponse<RawMessageStreamEvent> stream =
                client.messages().createStreaming(params)) {
            for (Iterator<RawMessageStreamEvent> all = stream.stream().iterator();
                    all.hasNext(); ) {
                whole.accumulate(all.next());
                events++;
            }
        }
        return outcome(whole.message(), events);
    }

    private static Outcome outcome(Message message, int events) {
        String text =
                message.content().stream()
                        .filter(ContentBlock::isText)
                        .map(block -> block.asText().text())
                        .collect(Collectors.joining());
        List<Outcome.Call> calls =
                message.content().stream()
                        .filter(ContentBlock::isToolUse)
                        .map(ContentBlock::asToolUse)
                        .map(AnthropicJava::call)
                        .toList();
        return new Outcome(
                text,
                calls,
                message.stopReason().map(reason -> reason.asString()).orElse(""),
                message.stopSequence().orElse(null),
                tokens(message.usage()),
                message.model().asString(),
                events,
                null);
    }

    private static Outcome.Call call(ToolUseBlock block) {
        try {
            String input = ObjectMappers.jsonMapper().writeValueAsString(block._input());
            return new Outcome.Call(block.id(), block.name(), input);
        } catch (com.fasterxml.jackson.core.JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Tokens tokens(Usage usage) {
        return new Tokens(
                usage.inputTokens(),
                usage.cacheReadInputTokens().orElse(0L),
                usage.cacheCreationInputTokens().orElse(0L),
                usage.outputTokens(),
                usage.outputTokensDetails().map(details -> details.thinkingTokens()).orElse(0L));
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
            case 529 -> "OverloadedException";
            default -> status >= 500 ? "InternalServerException" : "UnexpectedStatusCodeException";
        };
    }

    @Override
    public String toString() {
        return "anthropic-java";
    }
}
