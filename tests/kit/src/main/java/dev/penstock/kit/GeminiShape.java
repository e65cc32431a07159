// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `generateContent` as Google reads and writes it.
final class GeminiShape implements Shape {
    static final String SIGNATURE = "U2lnbmF0dXJlIG9mIGEgc2ltdWxhdGVkIHRob3VnaHQ=";

    private final Map<String, SimulatedModel> models;

    GeminiShape(Map<String, SimulatedModel> models) {
        this.models = models;
    }

    @Override
    public Prompt understand(RecordedRequest request) {
        Inspected body = body(request);
        SimulatedModel model = model(request);
        GeminiRules.check(body, model);
        return GeminiPrompt.of(body, model, GeminiUpstream.method(request).startsWith("stream"));
    }

    static Inspected body(RecordedRequest request) {
        JsonNode json = Json.parse(request);
        if (json == null || !json.isObject()) {
            throw GeminiComplaints.bad("Invalid JSON payload received. Expected an object.");
        }
        return new Inspected(json, "", GeminiComplaints.WORDS);
    }

    SimulatedModel model(RecordedRequest request) {
        String id = GeminiUpstream.model(request);
        SimulatedModel model = models.get(id);
        if (model == null) {
            throw GeminiComplaints.of(
                    404,
                    "NOT_FOUND",
                    null,
                    "models/%s is not found for API version v1beta, or is not supported for generateContent."
                            .formatted(id));
        }
        return model;
    }

    @Override
    public String plain(Said said) {
        ObjectNode answer = Json.object();
        ObjectNode candidate = candidate(answer);
        ArrayNode parts = parts(candidate);
        Calls calls = new Calls(said);
        for (Part part : said.answer().parts()) {
            switch (part) {
                case Part.Text text -> parts.addObject().put("text", text.whole());
                case Part.Thinking thinking ->
                        parts.addObject().put("text", thinking.whole()).put("thought", true);
                case Part.Call call -> calls.write(parts, call);
            }
        }
        if (parts.isEmpty()) {
            candidate.remove("content");
        }
        candidate.put("finishReason", finish(said.answer().stop()));
        return close(answer, said, said.tokens()).toString();
    }

    @Override
    public List<Beat> stream(Said said) {
        List<Beat> beats = new ArrayList<>();
        Calls calls = new Calls(said);
        for (Part part : said.answer().parts()) {
            switch (part) {
                case Part.Text text ->
                        text.pieces()
                                .forEach(p ->
                                        beats.add(
                                                content(said, w -> w.addObject().put("text", p))));
                case Part.Thinking thinking ->
                        thinking.pieces()
                                .forEach(p ->
                                        beats.add(
                                                content(
                                                        said,
                                                        w ->
                                                                w.addObject()
                                                                        .put("text", p)
                                                                        .put("thought", true))));
                case Part.Call call -> beats.add(content(said, w -> calls.write(w, call)));
            }
        }
        ObjectNode last = Json.object();
        ObjectNode candidate = candidate(last);
        parts(candidate).addObject().put("text", "");
        candidate.put("finishReason", finish(said.answer().stop()));
        beats.add(Beat.other(event(close(last, said, said.tokens()))));
        return beats;
    }

    private static Beat content(Said said, Consumer<ArrayNode> fill) {
        ObjectNode piece = Json.object();
        fill.accept(parts(candidate(piece)));
        return Beat.content(event(close(piece, said, said.tokens().withOutput(1))));
    }

    /// Calls of one answer; the first of them is signed.
    private static final class Calls {
        private final Said said;
        private int number;

        Calls(Said said) {
            this.said = said;
        }

        void write(ArrayNode parts, Part.Call call) {
            boolean signed = said.prompt().model().has(ModelTrait.SIGNED);
            ObjectNode part = parts.addObject();
            ObjectNode told = part.putObject("functionCall");
            if (signed) {
                told.put("id", said.id("fc_", number));
            }
            told.put("name", call.name()).set("args", arguments(call));
            if (signed && number == 0) {
                part.put("thoughtSignature", SIGNATURE);
            }
            number++;
        }

        private static JsonNode arguments(Part.Call call) {
            try {
                return Json.read(call.pieces().isEmpty() ? "{}" : call.whole());
            } catch (JacksonException cutShort) {
                return Json.object();
            }
        }
    }

    private static ObjectNode candidate(ObjectNode answer) {
        return answer.putArray("candidates").addObject();
    }

    private static ArrayNode parts(ObjectNode candidate) {
        ObjectNode content = candidate.putObject("content");
        ArrayNode parts = content.putArray("parts");
        content.put("role", "model");
        return parts;
    }

    private static ObjectNode close(ObjectNode answer, Said said, Tokens tokens) {
        ObjectNode usage = answer.putObject("usageMetadata");
        usage.put("promptTokenCount", tokens.allInput());
        long spoken = tokens.output() - tokens.reasoning();
        if (spoken > 0) {
            usage.put("candidatesTokenCount", spoken);
        }
        usage.put("totalTokenCount", tokens.allInput() + tokens.output());
        if (tokens.cacheRead() > 0) {
            usage.put("cachedContentTokenCount", tokens.cacheRead());
        }
        if (tokens.reasoning() > 0) {
            usage.put("thoughtsTokenCount", tokens.reasoning());
        }
        answer.put("modelVersion", said.prompt().model().id());
        return answer.put("responseId", said.id("", 0));
    }

    private static String finish(Stop stop) {
        return switch (stop) {
            case END, TOOLS, SEQUENCE -> "STOP";
            case LENGTH -> "MAX_TOKENS";
            case REFUSAL -> "SAFETY";
        };
    }

    private static String event(ObjectNode data) {
        return "data: " + data + "\r\n\r\n";
    }

    @Override
    public String error(
            String type,
            @Nullable String code,
            @Nullable String param,
            String message,
            String requestId) {
        ObjectNode body = Json.object();
        String word = word(type);
        ObjectNode error = body.putObject("error").put("code", status(word));
        error.put("message", message).put("status", word);
        if (code != null) {
            error.putArray("details")
                    .addObject()
                    .put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
                    .put("reason", code)
                    .put("domain", "googleapis.com");
        }
        return body.toString();
    }

    // Tests name failures in the words of other providers, too.
    private static String word(String type) {
        return switch (type) {
            case "invalid_request_error" -> "INVALID_ARGUMENT";
            case "authentication_error" -> "UNAUTHENTICATED";
            case "permission_error" -> "PERMISSION_DENIED";
            case "not_found_error" -> "NOT_FOUND";
            case "rate_limit_error" -> "RESOURCE_EXHAUSTED";
            case "server_error", "api_error" -> "INTERNAL";
            case "service_unavailable_error", "overloaded_error" -> "UNAVAILABLE";
            default -> type;
        };
    }

    private static int status(String word) {
        return switch (word) {
            case "INVALID_ARGUMENT", "FAILED_PRECONDITION" -> 400;
            case "UNAUTHENTICATED" -> 401;
            case "PERMISSION_DENIED" -> 403;
            case "NOT_FOUND" -> 404;
            case "RESOURCE_EXHAUSTED" -> 429;
            case "UNAVAILABLE" -> 503;
            case "DEADLINE_EXCEEDED" -> 504;
            default -> 500;
        };
    }

    @Override
    public String errorEvent(String type, String message, String requestId) {
        return "data: " + error(type, null, null, message, requestId) + "\r\n\r\n";
    }

    @Override
    public List<Header> headers(String requestId) {
        return List.of(new Header("server-timing", "gfet4t7; dur=12"));
    }
}
