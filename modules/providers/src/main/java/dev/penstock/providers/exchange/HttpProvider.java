// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.exchange;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.EmbeddingAnswer;
import dev.penstock.inference.EmbeddingRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.Failure.ProviderKind;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.Task;
import dev.penstock.inference.WireFormat;
import dev.penstock.spi.ChatReply;
import dev.penstock.spi.EmbeddingReply;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderSettings;
import dev.penstock.spi.RelayStream;
import dev.penstock.spi.UpstreamAttempt;
import dev.penstock.spi.UpstreamClient;
import dev.penstock.spi.UpstreamRequest;
import dev.penstock.spi.UpstreamResponse;
import dev.penstock.wire.EmbeddingProviderCodec;
import dev.penstock.wire.EncodedRequest;
import dev.penstock.wire.ProviderCodec;
import dev.penstock.wire.RelayCodec;
import dev.penstock.wire.TokenCountProviderCodec;
import java.net.URI;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A provider that speaks public formats over HTTP.
public final class HttpProvider implements Provider {

    private final Vendor vendor;
    private final Map<WireFormat, Spoken> spoken;
    private final Spoken first;
    private final boolean relaysAll;
    private final Set<Task> tasks;
    private final URI modelList;
    private final BaseUrl url;
    private final ProviderSettings settings;
    private final UpstreamClient upstream;
    private final Discretion discretion;
    private final Map<String, String> authentication;

    /// A provider that has called nobody yet.
    ///
    /// @throws IllegalArgumentException when the credential cannot be sent in a header; the message
    ///     does not repeat it
    public HttpProvider(
            Vendor vendor, BaseUrl url, ProviderSettings settings, UpstreamClient upstream) {
        this.vendor = vendor;
        this.spoken = spoken(vendor, url);
        this.first = spoken(vendor.surfaces().getFirst().format());
        this.relaysAll = vendor.surfaces().stream().allMatch(Surface::relaysAll);
        this.tasks = vendor.tasks();
        this.modelList = url.at(vendor.modelsPath());
        this.url = url;
        this.settings = settings;
        this.upstream = upstream;
        this.discretion = Discretion.about(settings.credential(), url.at(""));
        this.authentication = authentication(vendor, settings);
    }

    private static Map<WireFormat, Spoken> spoken(Vendor vendor, BaseUrl url) {
        Map<WireFormat, Spoken> all = new EnumMap<>(WireFormat.class);
        vendor.surfaces().forEach(surface -> all.put(surface.format(), new Spoken(surface, url)));
        return all;
    }

    private Spoken spoken(WireFormat format) {
        Spoken one = spoken.get(format);
        if (one == null) {
            throw new UnsupportedOperationException("format " + format.id() + " is not spoken");
        }
        return one;
    }

    private static Map<String, String> authentication(Vendor vendor, ProviderSettings settings) {
        if (settings.credential() == null) {
            return Map.of();
        }
        if (!settings.credential().reveal().matches("[!-~]+")) {
            throw new IllegalArgumentException(
                    "credential of provider '"
                            + settings.uid()
                            + "' holds a space or another character that no key has; enter it again");
        }
        return vendor.authentication().apply(settings.credential());
    }

    @Override
    public Set<WireFormat> formats(String model) {
        if (relaysAll) {
            return spoken.keySet();
        }
        Set<WireFormat> formats = EnumSet.noneOf(WireFormat.class);
        spoken.forEach((format, one) -> {
            if (one.surface().relays(model)) {
                formats.add(format);
            }
        });
        return formats;
    }

    @Override
    public Set<Task> tasks(String model) {
        return tasks;
    }

    @Override
    public EmbeddingReply embed(EmbeddingRequest request, UpstreamAttempt attempt) {
        Spoken to = asked(Task.EMBEDDING);
        EmbeddingProviderCodec codec = EmbeddingProviderCodec.of(to.surface().format());
        EncodedRequest sent = codec.encode(request, to.surface().dialect());
        UpstreamResponse response = whole(to, request.model(), sent, attempt);
        try (response) {
            EmbeddingAnswer answer = codec.read(WholeBody.answer(response));
            return new EmbeddingReply(answer, sent.dropped(), upstreamId(response));
        } catch (FailureException e) {
            throw discretion.keep(e);
        }
    }

    @Override
    public long countTokens(ChatRequest conversation, UpstreamAttempt attempt) {
        Spoken to = asked(Task.TOKEN_COUNT);
        TokenCountProviderCodec codec = TokenCountProviderCodec.of(to.surface().format());
        EncodedRequest sent = codec.encode(conversation, to.surface().dialect());
        UpstreamResponse response = whole(to, conversation.model(), sent, attempt);
        try (response) {
            return codec.read(WholeBody.answer(response));
        } catch (FailureException e) {
            throw discretion.keep(e);
        }
    }

    private Spoken asked(Task task) {
        for (Surface surface : vendor.surfaces()) {
            if (surface.format().task() == task) {
                return spoken(surface.format());
            }
        }
        throw new UnsupportedOperationException("no surface for " + task);
    }

    // A success, of which nothing was read yet.
    private UpstreamResponse whole(
            Spoken to, String model, EncodedRequest sent, UpstreamAttempt attempt) {
        URI uri = to.at(model, false);
        UpstreamResponse response =
                post(to.codec(), uri, sent.body(), AnswerType.PLAIN, named(attempt));
        typeOf(response, AnswerType.PLAIN);
        return response;
    }

    @Override
    public ChatReply chat(ChatRequest request, UpstreamAttempt attempt) {
        Spoken to = spoken(vendor.translation().apply(request));
        ProviderCodec codec = to.conversation();
        EncodedRequest sent = codec.encode(request, to.surface().dialect());
        AnswerType asked = AnswerType.asked(request.stream());
        URI uri = to.at(request.model(), request.stream());
        UpstreamResponse response = post(codec, uri, sent.body(), asked, named(attempt));
        AnswerType type = typeOf(response, asked);
        AnswerBody body = new AnswerBody(response, type, discretion);
        return new ChatReply(
                new DecodedAnswer(body, codec.reader(type == AnswerType.STREAM, sent)),
                sent.dropped(),
                upstreamId(response));
    }

    @Override
    public RelayStream relay(RawRequest request, String model, UpstreamAttempt attempt) {
        AnswerType asked = AnswerType.asked(request.stream());
        Map<String, String> headers = named(attempt);
        Spoken to = spoken(request.format());
        RelayCodec codec = to.codec();
        passOn(request, to.surface(), headers);
        URI uri = to.at(model, request.stream());
        EncodedRequest sent = codec.relay(request, model, to.surface().dialect());
        UpstreamResponse response = post(codec, uri, sent.body(), asked, headers);
        AnswerType type = typeOf(response, asked);
        RelayedAnswer.Head head =
                new RelayedAnswer.Head(
                        AnswerType.contentType(response, asked),
                        shown(response),
                        upstreamId(response),
                        sent.dropped());
        boolean hideUsage = request.stream() && !request.usageAsked();
        return new RelayedAnswer(
                head,
                new AnswerBody(response, type, discretion),
                codec.tap(request.stream(), hideUsage));
    }

    /// A whole answer with a success.
    ///
    /// @param body the bytes
    /// @param upstreamId the provider's id of the request, or null
    public record Whole(byte[] body, @Nullable String upstreamId) {}

    /// Asks for something that is no conversation, with a key and the limits of any other call.
    ///
    /// @param path after the base URL
    /// @param body JSON
    /// @throws FailureException as [#chat]
    public Whole ask(String path, byte[] body, UpstreamAttempt attempt) {
        UpstreamResponse response =
                post(first.codec(), url.at(path), body, AnswerType.PLAIN, named(attempt));
        typeOf(response, AnswerType.PLAIN);
        try (response) {
            return new Whole(WholeBody.answer(response), upstreamId(response));
        } catch (FailureException e) {
            throw discretion.keep(e);
        }
    }

    @Override
    public List<String> models() {
        ProviderCodec codec = first.conversation();
        UpstreamResponse response = send(codec, "GET", modelList, null, AnswerType.PLAIN, Map.of());
        typeOf(response, AnswerType.PLAIN);
        try (response) {
            return codec.models(WholeBody.list(response));
        } catch (FailureException e) {
            throw discretion.keep(e);
        }
    }

    @Override
    public void close() {}

    private UpstreamResponse post(
            RelayCodec codec, URI uri, byte[] body, AnswerType asked, Map<String, String> more) {
        return send(codec, "POST", uri, body, asked, more);
    }

    /// Sends, and gives back a success only.
    private UpstreamResponse send(
            RelayCodec codec,
            String method,
            URI uri,
            byte @Nullable [] body,
            AnswerType asked,
            Map<String, String> more) {
        if (vendor.needsCredential() && settings.credential() == null) {
            throw new FailureException(
                    new Failure.Provider(
                            ProviderKind.NO_CREDENTIAL,
                            "no credential is configured for this provider"));
        }
        Map<String, String> headers = new HashMap<>(vendor.headers());
        headers.putAll(more);
        headers.put("accept", asked.mediaType());
        if (body != null) {
            headers.put("content-type", "application/json");
        }
        headers.putAll(authentication);
        try {
            UpstreamResponse response = upstream.send(request(method, uri, headers, body));
            if (response.status() / 100 != 2) {
                throw new FailureException(refusal(codec, response));
            }
            return response;
        } catch (FailureException e) {
            throw discretion.keep(e);
        }
    }

    @SuppressWarnings("NullAway") // The compiler leaves out that the record's array may be null.
    private UpstreamRequest request(
            String method, URI uri, Map<String, String> headers, byte @Nullable [] body) {
        return new UpstreamRequest(method, uri, headers, body, settings.timeouts());
    }

    private static Failure refusal(RelayCodec codec, UpstreamResponse response) {
        try (response) {
            if (response.status() < 400) {
                return new Failure.Provider(
                        ProviderKind.MALFORMED,
                        "the provider sends callers elsewhere; its base URL may have changed",
                        response.status(),
                        null);
            }
            return codec.failure(
                    response.status(), response.headers(), WholeBody.beginning(response));
        }
    }

    private static AnswerType typeOf(UpstreamResponse response, AnswerType asked) {
        try {
            return AnswerType.of(response, asked);
        } catch (FailureException e) {
            response.close();
            throw e;
        }
    }

    private Map<String, String> named(UpstreamAttempt attempt) {
        Map<String, String> headers = new HashMap<>();
        if (vendor.clientRequestId() != null) {
            headers.put(vendor.clientRequestId(), attempt.call().toString());
        }
        return headers;
    }

    /// Several header lines of one name become one with commas, which is the same (RFC 9110, 5.2).
    private static void passOn(RawRequest request, Surface surface, Map<String, String> headers) {
        request.headers()
                .forEach((name, values) -> {
                    if (surface.passed().contains(name)) {
                        headers.put(name, String.join(",", values));
                    }
                });
    }

    private Map<String, List<String>> shown(UpstreamResponse response) {
        Map<String, List<String>> headers = new TreeMap<>();
        response.headers()
                .forEach((name, values) -> {
                    if (vendor.shown().contains(name)) {
                        headers.put(name, values.stream().map(discretion::without).toList());
                    }
                });
        return headers;
    }

    private @Nullable String upstreamId(UpstreamResponse response) {
        List<String> ids = response.headers().getOrDefault(vendor.requestId(), List.of());
        return ids.isEmpty() ? null : discretion.without(ids.getFirst());
    }
}
