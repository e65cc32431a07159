// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.engine.Engine;
import dev.penstock.inference.WireFormat;
import dev.penstock.wire.CallerCodec;
import dev.penstock.wire.EmbeddingCallerCodec;
import dev.penstock.wire.TokenCountCallerCodec;
import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// The endpoints that applications call: chat in the formats of OpenAI (both), Anthropic and Google,
/// plain and streamed, legacy completions, embeddings, counts of tokens, and the list of models. One
/// instance for the life of the gateway; it is installed on a
/// listener by [#configure] and on its routing by [#register], and closed after the server.
///
/// ## Routes
/// | method | path | answers in |
/// |---|---|---|
/// | POST | `/v1/chat/completions`, `/openai/v1/chat/completions`, `/openai/chat/completions` | OpenAI's format |
/// | POST | `/v1/responses`, `/openai/v1/responses`, `/openai/responses` | OpenAI's Responses |
/// | POST | `/v1/embeddings`, `/v1/completions`, with the same prefixes | OpenAI's format |
/// | POST | `/v1/messages`, `/anthropic/v1/messages` | Anthropic's |
/// | POST | `/v1/messages/count_tokens`, `/anthropic/v1/messages/count_tokens` | Anthropic's |
/// | POST | `/v1beta/models/{model}:generateContent`, `:streamGenerateContent?alt=sse`, `:countTokens`, the same under `/v1` and both under `/genai` | Google's |
/// | GET | `/v1/models`, `/v1/models/{id}` | Anthropic's with an `anthropic-version` header, Google's with `x-goog-api-key` or `pageSize`, else OpenAI's |
/// | GET | `/openai/v1/models...`, `/openai/models...`, `/anthropic/v1/models...`, `/v1beta/models...`, `/genai/v1beta/models...`, `/genai/v1/models...` | that of the prefix |
/// | GET | `/ping` | JSON, without a key |
///
/// Everything else under `/v1`, `/v1beta`, `/openai`, `/anthropic` and `/genai` is refused in the
/// dialect of its path. Of query strings only `alt` and `pageSize` of Google's format mean anything; a
/// key is never taken from there.
public final class DataPlane implements AutoCloseable {

    private static final Duration STEP = Duration.ofMillis(50);
    private static final Duration DOOR_STEP = Duration.ofMillis(250);
    private static final int SEND_BUFFER = 128 * 1024;
    // Connections beyond the limit that are told so; the next ones wait to be accepted.
    private static final int REFUSED_AT_ONCE = 64;
    private static final Header NO_STORE =
            HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");
    private static final byte[] PONG =
            "{\"success\":true,\"message\":\"ok\"}".getBytes(StandardCharsets.UTF_8);

    private final DataPlaneSettings settings;
    private final AtomicReference<DataPlaneSettings> inForce;
    private final Engine engine;
    private final InstantSource clock;
    private final Pulse pulse;
    private final Pulse doors;
    private final BodyReader bodies;
    private final Refusals refusals;
    private final RefusalLog refused = new RefusalLog();
    private final List<String> origins;

    private DataPlane(
            DataPlaneSettings settings, Engine engine, InstantSource clock, List<String> origins) {
        this.origins = List.copyOf(origins);
        this.settings = settings;
        this.inForce = new AtomicReference<>(settings);
        this.engine = engine;
        this.clock = clock;
        this.pulse = new Pulse(STEP);
        this.doors = new Pulse(DOOR_STEP);
        this.doors.add(refused);
        this.bodies = new BodyReader(settings);
        this.refusals = new Refusals(engine);
    }

    /// A data plane over an engine, which it does not close.
    ///
    /// @param settings limits and times
    /// @param engine answers the calls
    /// @param clock the time that answers carry
    public static DataPlane of(DataPlaneSettings settings, Engine engine, InstantSource clock) {
        return of(settings, engine, clock, List.of());
    }

    /// A data plane that pages of other origins may call.
    ///
    /// @param origins as browsers write them, such as `https://app.example.com`; `*` is any
    public static DataPlane of(
            DataPlaneSettings settings, Engine engine, InstantSource clock, List<String> origins) {
        return new DataPlane(settings, engine, clock, origins);
    }

    /// Prepares a listener: HTTP/1.1 alone, connections that notice a caller who leaves, small
    /// writes that leave at once, bodies of bounded size, a limit of
    /// connections, deadlines of heads and bodies, framing that is strictly that of RFC 9112, and
    /// errors of the server itself as JSON. All of it holds for every path of the listener. Without
    /// it calls are answered all the same, but a caller who leaves is noticed only by the next write,
    /// and nothing else of this is promised.
    ///
    /// @param listener changed: its selectors, protocols, direct handlers, `tcp-no-delay`, send
    ///     buffer, `use-nio`,
    ///     most connections and largest payload
    public void configure(ListenerConfig.BuilderBase<?, ?> listener) {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, refusals);
        }
        listener.protocolsDiscoverServices(false);
        listener.addConnectionSelector(
                new CallerConnections(
                        Http1ConnectionSelector.builder().config(http()).build(),
                        settings,
                        new Farewell(engine, refused),
                        doors));
        listener.maxTcpConnections(settings.edge().maxConnections() + REFUSED_AT_ONCE);
        listener.directHandlers(handlers.build());
        listener.maxPayloadSize(settings.maxBody());
        // A read with a timeout of its own would look like a caller who has gone.
        listener.useNio(true);
        // A caller that does not read must stop its provider soon: left alone, the system lets its
        // buffer grow to megabytes.
        listener.connectionOptions(
                options -> options.tcpNoDelay(true).socketSendBufferSize(SEND_BUFFER));
    }

    // Larger than our own limits, which answer in words.
    private Http1Config http() {
        return Http1Config.builder()
                .maxPrologueLength(settings.edge().maxRequestLine() + 1024)
                .maxHeadersSize(settings.edge().maxHead() + 1024)
                .build();
    }

    /// Adds the endpoints, and a filter that closes connections where an answer said so.
    public void register(HttpRouting.Builder routing) {
        routing.addFilter(new ClosingFilter());
        if (!origins.isEmpty()) {
            routing.addFilter(new CorsFilter(origins));
        }
        chat(routing, Dialect.OPENAI, "/v1/chat/completions", List.of("", "/openai"));
        chat(routing, Dialect.OPENAI, "/chat/completions", List.of("/openai"));
        chat(routing, Dialect.ANTHROPIC, "/v1/messages", List.of("", "/anthropic"));
        responses(routing);
        others(routing);
        for (String prefix : List.of("", "/genai")) {
            gemini(routing, prefix + "/v1beta/models");
            gemini(routing, prefix + "/v1/models");
        }
        models(routing, "/v1/models", Dialect::ofList);
        for (String path : List.of("/v1beta/models", "/genai/v1beta/models", "/genai/v1/models")) {
            models(routing, path, _ -> Dialect.GEMINI);
        }
        models(routing, "/openai/v1/models", _ -> Dialect.OPENAI);
        models(routing, "/openai/models", _ -> Dialect.OPENAI);
        models(routing, "/anthropic/v1/models", _ -> Dialect.ANTHROPIC);
        routing.get(
                "/ping",
                (request, response) -> {
                    response.header(NO_STORE);
                    Answers.json(request, response, PONG);
                });
        routing.any("/ping", refusals.method("GET"));
        for (String prefix : List.of("/v1", "/v1beta", "/openai", "/anthropic", "/genai")) {
            routing.any(prefix, refusals::path);
            routing.any(prefix + "/*", refusals::path);
        }
    }

    private void responses(HttpRouting.Builder routing) {
        chat(routing, Dialect.RESPONSES, "/v1/responses", List.of("", "/openai"));
        chat(routing, Dialect.RESPONSES, "/responses", List.of("/openai"));
        for (String path : List.of("/v1/responses", "/openai/v1/responses", "/openai/responses")) {
            routing.any(path + "/*", refusals::storedResponse);
        }
    }

    // What is asked beside conversations, and completions of a text.
    private void others(HttpRouting.Builder routing) {
        Speech counts =
                new TokenCountSpeech(TokenCountCallerCodec.of(WireFormat.ANTHROPIC_TOKEN_COUNT));
        Speech embeddings =
                new EmbeddingSpeech(EmbeddingCallerCodec.of(WireFormat.OPENAI_EMBEDDINGS));
        Speech completions = new ChatSpeech(CallerCodec.of(WireFormat.OPENAI_COMPLETIONS));
        List<String> anthropic = List.of("", "/anthropic");
        List<String> openAi = List.of("", "/openai");
        speech(routing, Dialect.ANTHROPIC, counts, "/v1/messages/count_tokens", anthropic);
        speech(routing, Dialect.OPENAI, embeddings, "/v1/embeddings", openAi);
        speech(routing, Dialect.OPENAI, embeddings, "/embeddings", List.of("/openai"));
        speech(routing, Dialect.OPENAI, completions, "/v1/completions", openAi);
        speech(routing, Dialect.OPENAI, completions, "/completions", List.of("/openai"));
    }

    private void chat(
            HttpRouting.Builder routing, Dialect dialect, String path, List<String> prefixes) {
        speech(routing, dialect, new ChatSpeech(dialect.codec()), path, prefixes);
    }

    private void speech(
            HttpRouting.Builder routing,
            Dialect dialect,
            Speech speech,
            String path,
            List<String> prefixes) {
        String template = path.startsWith("/v1") ? path : "/v1" + path;
        Guarded guarded = new Guarded(engine, _ -> dialect, endpoint(dialect, speech, template));
        for (String prefix : prefixes) {
            routing.route(Method.POST, prefix + path, guarded);
            routing.any(prefix + path, refusals.method("POST"));
        }
    }

    // Other methods than POST go on to the list of models.
    private void gemini(HttpRouting.Builder routing, String path) {
        Dialect dialect = Dialect.GEMINI;
        InferenceEndpoint conversations =
                endpoint(
                        dialect,
                        new ChatSpeech(dialect.codec(), GeminiPath::addressed),
                        "/v1beta/models:generateContent");
        InferenceEndpoint counts =
                endpoint(dialect, new GeminiCountSpeech(), "/v1beta/models:countTokens");
        routing.route(
                Method.POST,
                path + "/{+" + GeminiPath.PARAMETER + "}",
                new Guarded(engine, Dialect::ofList, new GeminiCalls(conversations, counts)));
    }

    private InferenceEndpoint endpoint(Dialect dialect, Speech speech, String template) {
        return new InferenceEndpoint(
                dialect, speech, template, engine, bodies, pulse, inForce::get, clock);
    }

    private void models(HttpRouting.Builder routing, String path, Guarded.Speaks speaks) {
        ModelsEndpoint models = new ModelsEndpoint(engine, speaks);
        routing.get(path, new Guarded(engine, speaks, models::list));
        routing.any(path, refusals.method("GET"));
        routing.get(path + "/{+id}", new Guarded(engine, speaks, models::one));
        routing.any(path + "/{+id}", refusals.method("GET"));
    }

    /// Changes the heartbeat of the answers that begin from now on.
    ///
    /// @param silence see [DataPlaneSettings#heartbeat]
    public void heartbeat(Duration silence) {
        inForce.updateAndGet(now -> now.withHeartbeat(silence));
    }

    /// Stops looking at calls in progress. To be called after the server has stopped.
    @Override
    public void close() {
        pulse.close();
        doors.close();
    }
}
