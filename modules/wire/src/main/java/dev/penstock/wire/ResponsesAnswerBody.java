// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatAnswer;
import dev.penstock.inference.ContentPart;
import org.jspecify.annotations.Nullable;

/// Encodes a whole answer as a response.
final class ResponsesAnswerBody {

    private final ResponsesObject response;
    private ResponsesItem.@Nullable Words open;

    private ResponsesAnswerBody(ResponsesObject response) {
        this.response = response;
    }

    static byte[] of(ChatAnswer answer, AnswerIdentity identity, ResponsesEcho echo) {
        ResponsesObject response = new ResponsesObject(identity, echo);
        ResponsesAnswerBody body = new ResponsesAnswerBody(response);
        answer.parts().forEach(body::take);
        if (answer.usage() != null) {
            response.usage(answer.usage());
        }
        JsonOut out = new JsonOut().object();
        response.over(out, answer.stopReason());
        return out.end().bytes();
    }

    private void take(ContentPart part) {
        switch (part) {
            case ContentPart.Text text -> words(false, text.text());
            case ContentPart.Refusal refusal -> words(true, refusal.text());
            case ContentPart.Reasoning thought ->
                    thought(thought.text(), ResponsesSeal.signed(thought.signature()));
            case ContentPart.RedactedReasoning hidden ->
                    thought("", ResponsesSeal.hidden(hidden.data()));
            case ContentPart.ToolCall asked -> {
                ResponsesItem.Call call = response.call(asked.id(), asked.name());
                call.written().append(asked.arguments());
                add(call);
            }
            // What has no place in an answer of this format; no provider's reader makes any.
            case ContentPart.Image _,
                    ContentPart.Document _,
                    ContentPart.Audio _,
                    ContentPart.ToolResult _ -> {}
        }
    }

    private void words(boolean refusal, String text) {
        ResponsesItem.Words words = open;
        if (words == null) {
            words = new ResponsesItem.Words(response.nextId("msg_"));
            response.add(words);
            open = words;
        }
        ResponsesItem.Piece piece = new ResponsesItem.Piece(refusal);
        piece.text().append(text);
        words.pieces().add(piece);
    }

    private void thought(String text, String seal) {
        ResponsesItem.Thought thought = new ResponsesItem.Thought(response.nextId("rs_"));
        thought.text.append(text);
        thought.seal = seal;
        add(thought);
    }

    private void add(ResponsesItem item) {
        open = null;
        response.add(item);
    }
}
