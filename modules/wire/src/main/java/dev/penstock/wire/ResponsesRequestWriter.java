// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.GenerationSettings;
import dev.penstock.inference.JsonText;
import dev.penstock.inference.ToolChoice;
import dev.penstock.inference.ToolDefinition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Encodes a request of another format as a Responses request that leaves nothing behind; for one
/// request.
final class ResponsesRequestWriter {

    private static final int LONGEST_TOOL_NAME = 64;
    private static final long LEAST_OUTPUT = 16;
    private static final JsonText NO_PARAMETERS =
            new JsonText("{\"type\":\"object\",\"properties\":{}}");

    private final ChatRequest request;
    private final GenerationSettings settings;
    private final Dialect dialect;
    private final ToolNames names;
    private final Set<String> dropped = new LinkedHashSet<>();
    private final JsonOut out = new JsonOut();

    private ResponsesRequestWriter(ChatRequest request, Dialect dialect) {
        this.request = request;
        this.settings = request.settings();
        this.dialect = dialect;
        this.names = ToolNames.of(request, LONGEST_TOOL_NAME);
    }

    /// Encodes a request.
    ///
    /// @throws FailureException see [ProviderCodec#encode]
    static EncodedRequest write(ChatRequest request, Dialect dialect) {
        return new ResponsesRequestWriter(request, dialect).encoded();
    }

    private EncodedRequest encoded() {
        refuseChoices();
        ResponsesInputWriter input = new ResponsesInputWriter(out, request, names, dropped);
        out.object()
                .put("model", request.model())
                .put("instructions", input.instructions())
                .array("input");
        input.items();
        out.end().put("store", Boolean.FALSE);
        tools();
        sampling();
        reasoning();
        if (settings.responseFormat() != null) {
            ResponsesTextFormat.write(out, settings.responseFormat());
        }
        String endUser = settings.endUser();
        out.put(
                dialect.endUserMember(),
                endUser == null ? null : OpenAiRequestWriter.bounded(endUser));
        dropped.addAll(request.extras().keySet());
        if (request.stream()) {
            out.put("stream", Boolean.TRUE);
        }
        return new EncodedRequest(out.end().bytes(), new ArrayList<>(dropped), names.originals());
    }

    private void refuseChoices() {
        if (settings.choices() != null && settings.choices() > 1) {
            throw new FailureException(
                    new Failure.Caller(
                            Failure.CallerKind.BAD_REQUEST,
                            "n must be 1 for this model; ask several times instead",
                            "n"));
        }
    }

    private void tools() {
        // Without tools the provider refuses a choice.
        if (request.tools().isEmpty()) {
            return;
        }
        out.array("tools");
        request.tools().forEach(this::tool);
        out.end();
        switch (request.toolChoice()) {
            case ToolChoice.Auto _ -> out.put("tool_choice", "auto");
            case ToolChoice.None _ -> out.put("tool_choice", "none");
            case ToolChoice.Required _ -> out.put("tool_choice", "required");
            case ToolChoice.Named named ->
                    out.object("tool_choice")
                            .put("type", "function")
                            .put("name", names.sent(named.name()))
                            .end();
            case null -> {}
        }
        out.put("parallel_tool_calls", request.parallelToolCalls());
    }

    // Here functions are strict unless it is said otherwise, in the other formats they are not.
    private void tool(ToolDefinition tool) {
        out.object()
                .put("type", "function")
                .put("name", names.sent(tool.name()))
                .put("description", tool.description())
                .put("parameters", tool.schema() == null ? NO_PARAMETERS : tool.schema())
                .put("strict", Boolean.valueOf(Boolean.TRUE.equals(tool.strict())))
                .end();
    }

    private void sampling() {
        Long most = settings.maxOutputTokens();
        out.put(
                "max_output_tokens",
                most == null ? null : Long.valueOf(Math.max(most, LEAST_OUTPUT)));
        if (dialect.samplingAllowed()) {
            out.put("temperature", settings.temperature()).put("top_p", settings.topP());
        } else {
            dropIf(settings.temperature(), "temperature");
            dropIf(settings.topP(), "top_p");
        }
        dropIf(settings.topK(), "top_k");
        dropIf(settings.seed(), "seed");
        dropIf(settings.presencePenalty(), "presence_penalty");
        dropIf(settings.frequencyPenalty(), "frequency_penalty");
        if (!settings.stop().isEmpty()) {
            dropped.add(
                    switch (request.origin()) {
                        case OPENAI_CHAT, OPENAI_COMPLETIONS, OPENAI_EMBEDDINGS, OPENAI_RESPONSES ->
                                "stop";
                        case ANTHROPIC_MESSAGES, ANTHROPIC_TOKEN_COUNT -> "stop_sequences";
                        case GEMINI, GEMINI_TOKEN_COUNT -> "generationConfig.stopSequences";
                    });
        }
    }

    // Models that do not think refuse to encrypt what they thought, so it is asked for only where
    // thinking is.
    private void reasoning() {
        String effort = OpenAiRequestWriter.effort(settings);
        boolean thinks = effort != null && !effort.equals("none");
        if (effort != null) {
            // A summary is not asked for: accounts that are not verified are refused one.
            out.object("reasoning").put("effort", effort).end();
        }
        if (thinks || proofs()) {
            out.array("include").add("reasoning.encrypted_content").end();
        }
    }

    private boolean proofs() {
        return request.messages().stream()
                .flatMap(message -> message.parts().stream())
                .anyMatch(part ->
                        part instanceof ContentPart.Reasoning thought
                                && ResponsesProof.of(thought) != null);
    }

    private void dropIf(@Nullable Object value, String name) {
        if (value != null) {
            dropped.add(name);
        }
    }
}
