// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A simulated Google: `generateContent`, `streamGenerateContent?alt=sse`, `countTokens`,
/// `batchEmbedContents` and the list of models, as strict as the real one.
///
/// Queued answers are given in order to accepted requests; without one it follows the conventions of
/// [OpenAiUpstream]. Counts and embeddings are free.
///
/// Safe for any number of threads.
public final class GeminiUpstream implements AutoCloseable {
    private static final String COLLECTION = "/v1beta/models";

    private final Simulation simulation = new Simulation(SimulatedModel.google());
    private final GeminiShape shape = new GeminiShape(simulation.models());
    private final String key;

    private GeminiUpstream(String key) {
        this.key = key;
        simulation.server().otherwise(request -> simulation.guarded(shape, request, this::route));
    }

    /// Starts on a free port, with a key of its own.
    public static GeminiUpstream start() {
        return new GeminiUpstream("AIza-simulated-0123456789");
    }

    /// `http://127.0.0.1:<port>`.
    public URI origin() {
        return simulation.server().origin();
    }

    /// What Google clients are given as base URL: the origin alone.
    public String baseUrl() {
        return origin().toString();
    }

    /// The only key that is accepted, as `x-goog-api-key`.
    public String key() {
        return key;
    }

    /// Queues answers for the next accepted requests.
    public GeminiUpstream answer(Answer... next) {
        simulation.enqueue(next);
        return this;
    }

    /// Offers another model, or the same with other traits.
    public GeminiUpstream model(SimulatedModel model) {
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

    /// The method behind the last colon of a path.
    static String method(RecordedRequest request) {
        return request.path().substring(request.path().lastIndexOf(':') + 1);
    }

    /// The model before it.
    static String model(RecordedRequest request) {
        String path = request.path();
        int colon = path.lastIndexOf(':');
        return path.substring(COLLECTION.length() + 1, colon < 0 ? path.length() : colon);
    }

    private Reply route(RecordedRequest request) {
        authenticate(request);
        String path = request.path();
        if (request.method().equals("GET") && path.equals(COLLECTION)) {
            return models();
        }
        if (!request.method().equals("POST") || !path.startsWith(COLLECTION + "/")) {
            throw GeminiComplaints.of(404, "NOT_FOUND", null, "Requested entity was not found.");
        }
        return switch (method(request)) {
            case "generateContent" -> simulation.infer(shape, request);
            case "streamGenerateContent" -> {
                if (!request.requestLine().contains("?alt=sse")) {
                    throw GeminiComplaints.bad("Only alt=sse is simulated.");
                }
                yield simulation.infer(shape, request);
            }
            case "countTokens" -> count(request);
            case "batchEmbedContents" -> embed(request);
            default ->
                    throw GeminiComplaints.of(
                            404, "NOT_FOUND", null, "Requested entity was not found.");
        };
    }

    private void authenticate(RecordedRequest request) {
        List<String> keys = request.headers().all("x-goog-api-key");
        if (keys.isEmpty()) {
            throw GeminiComplaints.of(
                    403,
                    "PERMISSION_DENIED",
                    null,
                    "Method doesn't allow unregistered callers (callers without established identity).");
        }
        if (!keys.equals(List.of(key))) {
            throw GeminiComplaints.of(
                    400,
                    "INVALID_ARGUMENT",
                    "API_KEY_INVALID",
                    "API key not valid. Please pass a valid API key.");
        }
    }

    private Reply count(RecordedRequest request) {
        SimulatedModel model = shape.model(request);
        Inspected body = GeminiShape.body(request);
        body.only(java.util.Set.of("contents", "generateContentRequest"));
        Inspected asked = body.get("generateContentRequest");
        if (asked != null) {
            asked.need("model");
        }
        Inspected whole = asked == null ? body : asked;
        GeminiRules.check(whole, model);
        long tokens = GeminiPrompt.of(whole, model, false).inputTokens();
        return Reply.json(200, Json.object().put("totalTokens", tokens).toString());
    }

    private Reply embed(RecordedRequest request) {
        SimulatedModel model = shape.model(request);
        ObjectNode answer = Json.object();
        ArrayNode all = answer.putArray("embeddings");
        for (Inspected one : GeminiShape.body(request).need("requests").elements()) {
            one.object()
                    .only(
                            java.util.Set.of(
                                    "model",
                                    "content",
                                    "taskType",
                                    "title",
                                    "outputDimensionality"));
            if (!one.need("model").string().text().equals("models/" + model.id())) {
                throw one.wrong("model must match the one of the path");
            }
            Inspected content = one.need("content").object();
            String text = content.need("parts").elements().getFirst().need("text").text();
            int length = one.optionalInt("outputDimensionality").orElse(8);
            ArrayNode values = all.addObject().putArray("values");
            for (int i = 0; i < length; i++) {
                values.add(text.length() + i);
            }
        }
        return Reply.json(200, answer.toString());
    }

    private Reply models() {
        ObjectNode list = Json.object();
        ArrayNode models = list.putArray("models");
        simulation.models().values().stream()
                .sorted(Comparator.comparing(SimulatedModel::id))
                .forEach(model ->
                        models.addObject()
                                .put("name", "models/" + model.id())
                                .put("version", "001")
                                .put("displayName", model.id())
                                .put("outputTokenLimit", model.maxOutput())
                                .putArray("supportedGenerationMethods")
                                .add("generateContent")
                                .add("countTokens"));
        return Reply.json(200, list.toString());
    }
}
