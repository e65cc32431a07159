// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.net.URI;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A simulated OpenAI: `POST /v1/chat/completions`, `/v1/responses`, `/v1/embeddings`
/// ([OpenAiEmbeddings]) and `/v1/completions` (for `gpt-3.5-turbo-instruct` alone),
/// `GET /v1/models` and `GET /v1/models/{id}`, as strict as the real one.
///
/// Queued answers are given in order to accepted requests; without one it follows conventions:
/// lines `call NAME JSON` in the last user text call offered tools, tool results are repeated as
/// `The tools said: ...`, anything else as `You said: ...`.
///
/// Safe for any number of threads.
public final class OpenAiUpstream implements AutoCloseable {
    private static final long CREATED = 1_760_000_000;

    private final Simulation simulation = new Simulation(SimulatedModel.openAi());
    private final OpenAiShape shape = new OpenAiShape(simulation.models());
    private final ResponsesShape responses = new ResponsesShape(simulation.models());
    private final String key;

    private OpenAiUpstream(String key) {
        this.key = key;
        simulation.server().otherwise(request -> simulation.guarded(shape, request, this::route));
    }

    /// Starts on a free port, with a key of its own.
    public static OpenAiUpstream start() {
        return new OpenAiUpstream("sk-simulated-openai-0123456789");
    }

    /// `http://127.0.0.1:<port>`.
    public URI origin() {
        return simulation.server().origin();
    }

    /// What OpenAI clients are given as base URL: the origin and `/v1`.
    public String baseUrl() {
        return origin() + "/v1";
    }

    /// The only key that is accepted.
    public String key() {
        return key;
    }

    /// Queues answers for the next accepted requests.
    public OpenAiUpstream answer(Answer... next) {
        simulation.enqueue(next);
        return this;
    }

    /// Offers another model, or the same with other traits.
    public OpenAiUpstream model(SimulatedModel model) {
        simulation.models().put(model.id(), model);
        return this;
    }

    /// The server below, to script raw faults: a script for a path goes before the simulation.
    public FaultUpstream server() {
        return simulation.server();
    }

    /// What was asked until now.
    public Journal journal() {
        return simulation.server().journal();
    }

    /// What is charged until now.
    public Bill bill() {
        return simulation.bill();
    }

    @Override
    public void close() {
        simulation.server().close();
    }

    private Reply route(RecordedRequest request) {
        String path = request.path();
        authenticate(request);
        if (path.equals("/v1/chat/completions")) {
            return method(request, "POST", () -> simulation.infer(shape, request));
        }
        if (path.equals("/v1/responses")) {
            return method(request, "POST", () -> simulation.infer(responses, request));
        }
        if (path.equals("/v1/embeddings")) {
            return method(
                    request,
                    "POST",
                    () -> OpenAiEmbeddings.answer(request, bill(), simulation.nextId()));
        }
        if (path.equals("/v1/completions")) {
            return method(
                    request,
                    "POST",
                    () -> OpenAiCompletions.answer(request, bill(), simulation.nextId()));
        }
        if (path.equals("/v1/models")) {
            return method(request, "GET", this::models);
        }
        if (path.startsWith("/v1/models/")) {
            return method(request, "GET", () -> model(path.substring("/v1/models/".length())));
        }
        throw new Refusal(
                404,
                "invalid_request_error",
                null,
                null,
                "Invalid URL (%s %s)".formatted(request.method(), path));
    }

    private static Reply method(RecordedRequest request, String expected, Supplier<Reply> reply) {
        if (!request.method().equals(expected)) {
            throw new Refusal(
                    405,
                    "invalid_request_error",
                    "method_not_supported",
                    null,
                    "Not allowed to %s on %s".formatted(request.method(), request.path()));
        }
        return reply.get();
    }

    private void authenticate(RecordedRequest request) {
        String given = request.headers().first("authorization").orElse("");
        if (!given.startsWith("Bearer ")) {
            throw new Refusal(
                    401,
                    "invalid_request_error",
                    null,
                    null,
                    "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).");
        }
        if (!given.equals("Bearer " + key)) {
            throw new Refusal(
                    401,
                    "invalid_request_error",
                    "invalid_api_key",
                    null,
                    "Incorrect API key provided: %s***. You can find your API key at https://platform.openai.com/account/api-keys."
                            .formatted(given.substring(7, Math.min(given.length(), 10))));
        }
    }

    private Reply models() {
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        simulation.models().keySet().stream().sorted().forEach(id -> data.add(described(id)));
        return Reply.json(200, list.toString());
    }

    private Reply model(String id) {
        if (!simulation.models().containsKey(id)) {
            throw new Refusal(
                    404,
                    "invalid_request_error",
                    "model_not_found",
                    "model",
                    "The model '%s' does not exist".formatted(id));
        }
        return Reply.json(200, described(id).toString());
    }

    private static ObjectNode described(String id) {
        return Json.object()
                .put("id", id)
                .put("object", "model")
                .put("created", CREATED)
                .put("owned_by", "openai");
    }
}
