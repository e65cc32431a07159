// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One piece of a message. Which pieces a role may hold is the business of the formats; the codecs
/// refuse what theirs does not allow.
public sealed interface ContentPart {

    /// Words.
    ///
    /// @param text may be empty; codecs of formats that refuse empty text leave such parts out
    record Text(String text) implements ContentPart {}

    /// The model declined to answer, in words.
    ///
    /// @param text what it said
    record Refusal(String text) implements ContentPart {}

    /// A picture.
    ///
    /// @param source where its bytes are
    /// @param detail OpenAI's level of detail (`low`, `high`, `auto`), or null when not given
    record Image(MediaSource source, @Nullable String detail) implements ContentPart {}

    /// A document such as a PDF or a text file.
    ///
    /// @param source where its bytes are
    /// @param title its file name or title, or null
    record Document(MediaSource source, @Nullable String title) implements ContentPart {}

    /// A sound.
    ///
    /// @param base64 its bytes
    /// @param encoding OpenAI's name of the encoding: `wav` or `mp3`
    record Audio(String base64, String encoding) implements ContentPart {
        public Audio {
            Checks.notBlank(base64, "audio");
            Checks.notBlank(encoding, "audio encoding");
        }
    }

    /// What the model thought before it answered.
    ///
    /// @param text the visible thinking, perhaps empty
    /// @param signature the provider's proof that the text is its own, or null; valid only with the
    ///     provider that gave it out
    record Reasoning(String text, @Nullable String signature) implements ContentPart {}

    /// Thinking that only its provider can read; returned to it unchanged or left out.
    ///
    /// @param data the provider's opaque text
    record RedactedReasoning(String data) implements ContentPart {}

    /// The model asks for a tool.
    ///
    /// @param id names this call; the result refers to it
    /// @param name the tool
    /// @param arguments what the model wrote: meant to be a JSON object, but a model may write anything
    ///     and a stop at the token limit may cut it; an empty text stands for no arguments
    record ToolCall(String id, String name, String arguments) implements ContentPart {
        public ToolCall {
            Checks.notBlank(id, "tool call id");
            Checks.notBlank(name, "tool name");
        }
    }

    /// What a tool answered.
    ///
    /// @param callId the [ToolCall#id] it answers
    /// @param content text, images or documents; perhaps empty
    /// @param error whether the tool failed
    record ToolResult(String callId, List<ContentPart> content, boolean error)
            implements ContentPart {
        public ToolResult {
            Checks.notBlank(callId, "tool call id of a result");
            content = List.copyOf(content);
        }
    }
}
