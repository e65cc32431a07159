// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.MediaSource;
import dev.penstock.inference.Message;
import dev.penstock.inference.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Encodes a conversation as `instructions` and `input`. Every call has its output, and every output
/// its call: the provider refuses all else.
final class ResponsesInputWriter {

    private static final int LONGEST_CALL_ID = 64;

    private final JsonOut out;
    private final ChatRequest request;
    private final ToolNames names;
    private final Set<String> dropped;
    private final int leading;
    private final Set<String> answered = new HashSet<>();
    private final Set<String> open = new LinkedHashSet<>();

    /// @param dropped gathers what cannot be carried
    ResponsesInputWriter(JsonOut out, ChatRequest request, ToolNames names, Set<String> dropped) {
        this.out = out;
        this.request = request;
        this.names = names;
        this.dropped = dropped;
        int systems = 0;
        while (systems < request.messages().size() - 1
                && request.messages().get(systems).role() == Role.SYSTEM) {
            systems++;
        }
        this.leading = systems;
        for (Message message : request.messages()) {
            for (ContentPart part : message.parts()) {
                if (part instanceof ContentPart.ToolResult result) {
                    answered.add(result.callId());
                }
            }
        }
    }

    /// What stands before everything else, or null.
    @Nullable String instructions() {
        String text =
                request.messages().subList(0, leading).stream()
                        .map(ResponsesInputWriter::texts)
                        .filter(words -> !words.isEmpty())
                        .collect(Collectors.joining("\n\n"));
        return text.isEmpty() ? null : text;
    }

    /// Writes the elements of `input`.
    void items() {
        List<Message> rest = request.messages().subList(leading, request.messages().size());
        for (Message message : rest) {
            switch (message.role()) {
                case SYSTEM ->
                        out.object().put("role", "developer").put("content", texts(message)).end();
                case USER, TOOL -> user(message);
                case ASSISTANT -> assistant(message);
            }
        }
    }

    private static String texts(Message message) {
        return message.parts().stream()
                .filter(ContentPart.Text.class::isInstance)
                .map(part -> ((ContentPart.Text) part).text())
                .collect(Collectors.joining("\n\n"));
    }

    private void user(Message message) {
        List<ContentPart> said = new ArrayList<>();
        for (ContentPart part : message.parts()) {
            if (part instanceof ContentPart.ToolResult result) {
                result(result, said);
            } else {
                said.add(part);
            }
        }
        if (said.isEmpty()) {
            return;
        }
        out.object().put("role", "user").array("content");
        said.forEach(this::part);
        out.end().end();
    }

    private void result(ContentPart.ToolResult result, List<ContentPart> said) {
        if (!open.remove(result.callId())) {
            said.add(new ContentPart.Text("[Result of tool call " + result.callId() + "]"));
            said.addAll(result.content());
            return;
        }
        out.object().put("type", "function_call_output").put("call_id", callId(result.callId()));
        boolean media = result.content().stream().anyMatch(p -> OpenAiPartWriter.words(p) == null);
        if (media) {
            out.array("output");
            if (result.error()) {
                part(new ContentPart.Text("Error:"));
            }
            result.content().forEach(this::part);
            out.end();
        } else {
            String text =
                    result.content().stream()
                            .map(OpenAiPartWriter::words)
                            .collect(Collectors.joining("\n"));
            out.put("output", result.error() ? "Error: " + text : text);
        }
        out.end();
    }

    private void assistant(Message message) {
        for (ContentPart part : message.parts()) {
            switch (part) {
                case ContentPart.Text text -> words("output_text", "text", text.text());
                case ContentPart.Refusal words -> words("refusal", "refusal", words.text());
                case ContentPart.Reasoning thought -> reasoning(thought);
                case ContentPart.ToolCall call -> call(call);
                // Readable by its own provider only.
                case ContentPart.RedactedReasoning _ ->
                        dropped.add(OpenAiMessageWriter.thinking(request.origin()));
                case ContentPart.Image _, ContentPart.Document _, ContentPart.Audio _ ->
                        dropped.add("messages.content");
                case ContentPart.ToolResult _ -> {}
            }
        }
    }

    private void words(String type, String member, String text) {
        if (!text.isEmpty()) {
            out.object()
                    .put("type", "message")
                    .put("role", "assistant")
                    .array("content")
                    .object()
                    .put("type", type)
                    .put(member, text)
                    .end()
                    .end()
                    .end();
        }
    }

    private void reasoning(ContentPart.Reasoning thought) {
        ResponsesProof proof = ResponsesProof.of(thought);
        if (proof == null) {
            dropped.add(OpenAiMessageWriter.thinking(request.origin()));
            return;
        }
        out.object().put("type", "reasoning").put("id", proof.id()).array("summary");
        if (!thought.text().isEmpty()) {
            out.object().put("type", "summary_text").put("text", thought.text()).end();
        }
        out.end().put("encrypted_content", proof.encrypted()).end();
    }

    private void call(ContentPart.ToolCall call) {
        String id = callId(call.id());
        out.object()
                .put("type", "function_call")
                .put("call_id", id)
                .put("name", names.sent(call.name()))
                .put("arguments", OpenAiAnswerBody.arguments(call.arguments()))
                .end();
        if (answered.contains(call.id())) {
            open.add(call.id());
        } else {
            out.object()
                    .put("type", "function_call_output")
                    .put("call_id", id)
                    .put("output", "Error: The tool gave no result.")
                    .end();
        }
    }

    private static String callId(String id) {
        return id.length() <= LONGEST_CALL_ID
                ? id
                : OpenAiRequestWriter.digest(id).substring(0, LONGEST_CALL_ID);
    }

    private void part(ContentPart part) {
        String words = OpenAiPartWriter.words(part);
        if (words != null) {
            if (!words.isEmpty()) {
                out.object().put("type", "input_text").put("text", words).end();
            }
            return;
        }
        switch (part) {
            case ContentPart.Image image ->
                    out.object()
                            .put("type", "input_image")
                            .put("image_url", url(image.source()))
                            .put("detail", image.detail() == null ? "auto" : image.detail())
                            .end();
            case ContentPart.Document document -> document(document);
            case ContentPart.Audio _ ->
                    throw new FailureException(
                            new Failure.Caller(
                                    Failure.CallerKind.BAD_REQUEST,
                                    "sounds cannot be sent to this model together with what else"
                                            + " the request asks for",
                                    "messages"));
            // No user says these; the codecs that decode let none through.
            case ContentPart.Text _,
                    ContentPart.Refusal _,
                    ContentPart.Reasoning _,
                    ContentPart.RedactedReasoning _,
                    ContentPart.ToolCall _,
                    ContentPart.ToolResult _ -> {}
        }
    }

    private void document(ContentPart.Document document) {
        out.object().put("type", "input_file");
        switch (document.source()) {
            case MediaSource.Inline _ ->
                    out.put("filename", OpenAiPartWriter.filename(document.title()))
                            .put("file_data", url(document.source()));
            case MediaSource.Remote remote -> out.put("file_url", remote.url());
        }
        out.end();
    }

    private static String url(MediaSource source) {
        return switch (source) {
            case MediaSource.Inline inline -> OpenAiPartWriter.dataUrl(inline);
            case MediaSource.Remote remote -> remote.url();
        };
    }
}
