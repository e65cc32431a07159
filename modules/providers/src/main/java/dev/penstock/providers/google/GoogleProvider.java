// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.google;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.EmbeddingRequest;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.Task;
import dev.penstock.inference.WireFormat;
import dev.penstock.providers.exchange.HttpProvider;
import dev.penstock.spi.ChatReply;
import dev.penstock.spi.EmbeddingReply;
import dev.penstock.spi.Provider;
import dev.penstock.spi.RelayStream;
import dev.penstock.spi.UpstreamAttempt;
import dev.penstock.wire.EncodedRequest;
import dev.penstock.wire.GeminiEmbeddings;
import dev.penstock.wire.GeminiTokenCount;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/// Google: conversations as any other provider, and embeddings and counts of tokens at methods of
/// their own.
final class GoogleProvider implements Provider {

    private final HttpProvider http;

    GoogleProvider(HttpProvider http) {
        this.http = http;
    }

    @Override
    public Set<WireFormat> formats(String model) {
        return http.formats(model);
    }

    @Override
    public Set<Task> tasks(String model) {
        return model.contains("embedding")
                ? Set.of(Task.EMBEDDING, Task.TOKEN_COUNT)
                : Set.of(Task.CHAT, Task.TOKEN_COUNT);
    }

    @Override
    public ChatReply chat(ChatRequest request, UpstreamAttempt attempt) {
        return http.chat(request, attempt);
    }

    @Override
    public RelayStream relay(RawRequest request, String model, UpstreamAttempt attempt) {
        return http.relay(request, model, attempt);
    }

    @Override
    public EmbeddingReply embed(EmbeddingRequest request, UpstreamAttempt attempt) {
        EncodedRequest sent = GeminiEmbeddings.encode(request);
        HttpProvider.Whole answer =
                http.ask(path(request.model(), "batchEmbedContents"), sent.body(), attempt);
        return new EmbeddingReply(
                GeminiEmbeddings.read(answer.body(), request), sent.dropped(), answer.upstreamId());
    }

    @Override
    public long countTokens(ChatRequest conversation, UpstreamAttempt attempt) {
        byte[] sent = GeminiTokenCount.encode(conversation);
        return GeminiTokenCount.read(
                http.ask(path(conversation.model(), "countTokens"), sent, attempt).body());
    }

    private static String path(String model, String method) {
        String name = URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
        return "/v1beta/models/" + name + ":" + method;
    }

    @Override
    public List<String> models() {
        return http.models();
    }

    @Override
    public void close() {
        http.close();
    }
}
