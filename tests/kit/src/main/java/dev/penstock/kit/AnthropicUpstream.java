// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A simulated Anthropic: `POST /v1/messages` and `/v1/messages/count_tokens` (which bills nothing),
/// `GET /v1/models` and `GET /v1/models/{id}`, as strict as
/// the real one, under both API versions.
///
/// Queued answers are given in order to accepted requests; without one it follows the conventions of
/// [OpenAiUpstream].
///
/// Safe for any number of threads.
public final class AnthropicUpstream implements AutoCloseable {
    private static final String CREATED = "2026-02-01T00:00:00Z";

    private final Set<String> betas = ConcurrentHashMap.newKeySet();
    private final Simulation simulation = new Simulation(SimulatedModel.anthropic());
    private final AnthropicShape shape = new AnthropicShape(simulation.models(), betas);
    private final String key;

    private AnthropicUpstream(String key) {
        this.key = key;
        betas.addAll(
                List.of(
                        "interleaved-thinking-2025-05-14",
                        "context-1m-2025-08-07",
                        "context-management-2025-06-27",
                        "structured-outputs-2025-11-13",
                        "files-api-2025-04-14",
                        "mcp-client-2025-11-20",
                        "claude-code-20250219",
                        "fine-grained-tool-streaming-2025-05-14",
                        "prompt-caching-2024-07-31",
                        "pdfs-2024-09-25",
                        "token-efficient-tools-2025-02-19",
                        "extended-cache-ttl-2025-04-11"));
        simulation.server().otherwise(request -> simulation.guarded(shape, request, this::route));
    }

    /// Starts on a free port, with a key of its own.
    public static AnthropicUpstream start() {
        return new AnthropicUpstream("sk-ant-simulated-0123456789");
    }

    /// `http://127.0.0.1:<port>`.
    public URI origin() {
        return simulation.server().origin();
    }

    /// What Anthropic clients are given as base URL: the origin alone.
    public String baseUrl() {
        return origin().toString();
    }

    /// The only key that is accepted, as `x-api-key` or `Authorization: Bearer`.
    public String key() {
        return key;
    }

    /// Queues answers for the next accepted requests.
    public AnthropicUpstream answer(Answer... next) {
        simulation.enqueue(next);
        return this;
    }

    /// Offers another model, or the same with other traits.
    public AnthropicUpstream model(SimulatedModel model) {
        simulation.models().put(model.id(), model);
        return this;
    }

    /// Takes another value of `anthropic-beta`; values nobody named are refused.
    public AnthropicUpstream beta(String value) {
        betas.add(value);
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
        if (path.equals("/v1/messages")) {
            return method(request, "POST", () -> simulation.infer(shape, request));
        }
        if (path.equals("/v1/messages/count_tokens")) {
            return method(
                    request,
                    "POST",
                    () -> AnthropicTokenCount.answer(request, shape, simulation.nextId()));
        }
        if (path.equals("/v1/models")) {
            AnthropicVersion _ = AnthropicVersion.of(request);
            return method(request, "GET", this::models);
        }
        if (path.startsWith("/v1/models/")) {
            AnthropicVersion _ = AnthropicVersion.of(request);
            return method(request, "GET", () -> model(path.substring("/v1/models/".length())));
        }
        throw new Refusal(404, "not_found_error", null, null, "Not Found");
    }

    private static Reply method(RecordedRequest request, String expected, Supplier<Reply> reply) {
        if (!request.method().equals(expected)) {
            throw new Refusal(405, "invalid_request_error", null, null, "Method Not Allowed");
        }
        return reply.get();
    }

    private void authenticate(RecordedRequest request) {
        Headers headers = request.headers();
        if (headers.has("x-api-key")) {
            if (!headers.all("x-api-key").equals(List.of(key))) {
                throw unauthorized("invalid x-api-key");
            }
            return;
        }
        String bearer = headers.first("authorization").orElse("");
        if (bearer.isEmpty()) {
            throw unauthorized("x-api-key header is required");
        }
        if (!bearer.equals("Bearer " + key)) {
            throw unauthorized("Invalid bearer token");
        }
    }

    private static Refusal unauthorized(String message) {
        return new Refusal(401, "authentication_error", null, null, message);
    }

    private Reply models() {
        ObjectNode list = Json.object();
        ArrayNode data = list.putArray("data");
        List<SimulatedModel> models =
                simulation.models().values().stream()
                        .sorted(Comparator.comparing(SimulatedModel::id))
                        .toList();
        models.forEach(model -> data.add(described(model)));
        list.put("has_more", false).put("first_id", models.getFirst().id());
        return Reply.json(200, list.put("last_id", models.getLast().id()).toString());
    }

    private Reply model(String id) {
        SimulatedModel model = simulation.models().get(id);
        if (model == null) {
            throw new Refusal(404, "not_found_error", null, null, "model: " + id);
        }
        return Reply.json(200, described(model).toString());
    }

    private static ObjectNode described(SimulatedModel model) {
        return Json.object()
                .put("type", "model")
                .put("id", model.id())
                .put("display_name", model.id())
                .put("created_at", CREATED)
                .put("lifecycle", "active")
                .put("max_input_tokens", 200_000)
                .put("max_tokens", model.maxOutput());
    }
}
