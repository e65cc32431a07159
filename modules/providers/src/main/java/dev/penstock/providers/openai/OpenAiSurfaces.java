// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.openai;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.GenerationSettings;
import dev.penstock.inference.MediaSource;
import dev.penstock.inference.Message;
import dev.penstock.inference.WireFormat;
import dev.penstock.providers.exchange.Surface;
import dev.penstock.providers.exchange.Vendor;
import dev.penstock.wire.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// OpenAI's two surfaces for conversations, and which of them a translated conversation goes to
/// (`docs/reference/wire-formats/openai-responses.md`, section Which surface).
final class OpenAiSurfaces {

    private OpenAiSurfaces() {}

    /// A vendor of chat completions that speaks Responses, too.
    static Vendor of(Vendor chat, Dialect dialect) {
        List<Surface> surfaces = new ArrayList<>(chat.surfaces());
        surfaces.add(
                Surface.at(
                        WireFormat.OPENAI_RESPONSES, dialect, "/responses", Set.of("openai-beta")));
        return new Vendor(
                surfaces,
                chat.modelsPath(),
                chat.needsCredential(),
                chat.authentication(),
                chat.headers(),
                chat.clientRequestId(),
                chat.requestId(),
                chat.shown(),
                OpenAiSurfaces::choose);
    }

    /// The format for a conversation that came in a foreign one: chat completions, which take more
    /// settings, unless it holds what only Responses take. Sounds are taken by chat completions alone.
    static WireFormat choose(ChatRequest request) {
        if (any(request, ContentPart.Audio.class::isInstance)) {
            return WireFormat.OPENAI_CHAT;
        }
        boolean only = any(request, OpenAiSurfaces::onlyInResponses);
        boolean better = thinksWithTools(request) && !sampled(request.settings());
        return only || better ? WireFormat.OPENAI_RESPONSES : WireFormat.OPENAI_CHAT;
    }

    // Chat completions take no documents by address and no proofs of what the model thought.
    private static boolean onlyInResponses(ContentPart part) {
        return switch (part) {
            case ContentPart.Document document -> document.source() instanceof MediaSource.Remote;
            case ContentPart.Reasoning reasoning -> proven(reasoning);
            case ContentPart.Text _,
                    ContentPart.Refusal _,
                    ContentPart.Image _,
                    ContentPart.Audio _,
                    ContentPart.RedactedReasoning _,
                    ContentPart.ToolCall _,
                    ContentPart.ToolResult _ ->
                    false;
        };
    }

    private static boolean proven(ContentPart.Reasoning reasoning) {
        String signature = reasoning.signature();
        return signature != null && signature.startsWith("penstock-openai:");
    }

    private static boolean thinksWithTools(ChatRequest request) {
        GenerationSettings settings = request.settings();
        String effort = settings.reasoningEffort();
        Long budget = settings.reasoningBudget();
        boolean thinks = effort != null ? !effort.equals("none") : budget != null && budget > 0;
        return thinks && !request.tools().isEmpty();
    }

    // What Responses would have to leave out.
    private static boolean sampled(GenerationSettings settings) {
        return !settings.stop().isEmpty()
                || settings.seed() != null
                || settings.presencePenalty() != null
                || settings.frequencyPenalty() != null;
    }

    private static boolean any(ChatRequest request, Predicate<ContentPart> kind) {
        return request.messages().stream()
                .map(Message::parts)
                .flatMap(List::stream)
                .anyMatch(part ->
                        (part instanceof ContentPart.ToolResult result
                                        ? Stream.concat(Stream.of(part), result.content().stream())
                                        : Stream.of(part))
                                .anyMatch(kind));
    }
}
