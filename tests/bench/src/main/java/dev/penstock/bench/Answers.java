// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// What the mock upstream says, made once.
///
/// Shapes: `docs/reference/wire-formats/openai-chat.md` and `anthropic-messages.md`.
final class Answers {

    private static final String WORDS = "The water runs through the gate and down to the mill. ";

    private static final String OPENAI =
            """
            {"id":"chatcmpl-bench","object":"chat.completion","created":1760000000,\
            "model":"gpt-4.1-mini-2025-04-14","choices":[{"index":0,"message":{"role":"assistant",\
            "content":"%s","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":210,"completion_tokens":120,"total_tokens":330,\
            "prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},\
            "completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,\
            "accepted_prediction_tokens":0,"rejected_prediction_tokens":0}},\
            "service_tier":"default","system_fingerprint":"fp_bench"}\
            """;

    private static final String ANTHROPIC =
            """
            {"id":"msg_bench","type":"message","role":"assistant","model":"claude-haiku-4-5-20251001",\
            "content":[{"type":"text","text":"%s"}],"stop_reason":"end_turn","stop_sequence":null,\
            "usage":{"input_tokens":210,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,\
            "output_tokens":120,"service_tier":"standard"}}\
            """;

    private static final String EVENT =
            """
            data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1760000000,\
            "model":"gpt-4.1-mini-2025-04-14","service_tier":"default","system_fingerprint":"fp_bench",\
            "choices":[{"index":0,"delta":%s,"logprobs":null,"finish_reason":%s}]%s}

            """;

    static final int SIZE = 1024;

    private Answers() {}

    /// A chat completion of [#SIZE] bytes, with its head.
    static ByteBuffer openAi() {
        return json(200, filled(OPENAI));
    }

    /// A message of [#SIZE] bytes, with its head.
    static ByteBuffer anthropic() {
        return json(200, filled(ANTHROPIC));
    }

    /// The list of models, with its head.
    static ByteBuffer models() {
        return json(
                200,
                "{\"object\":\"list\",\"data\":[{\"id\":\"gpt-4.1-mini\",\"object\":\"model\","
                        + "\"created\":1760000000,\"owned_by\":\"bench\"}]}");
    }

    /// A refusal, with its head.
    static ByteBuffer refusal(int status, String reason) {
        return json(
                status,
                "{\"error\":{\"message\":\"%s\",\"type\":\"invalid_request_error\"}}"
                        .formatted(reason));
    }

    /// The head of a stream and its first event, which says who speaks.
    static ByteBuffer streamStart() {
        String head =
                String.join(
                        "\r\n",
                        "HTTP/1.1 200 OK",
                        "content-type: text/event-stream",
                        "cache-control: no-cache",
                        "transfer-encoding: chunked",
                        "\r\n");
        return bytes(
                head
                        + chunk(
                                EVENT.formatted(
                                        "{\"role\":\"assistant\",\"content\":\"\"}", "null", "")));
    }

    /// A content event that has room for a mark.
    ///
    /// @param filler how many more bytes of content follow the mark
    static byte[] marked(int filler) {
        String content = "~" + "0".repeat(Marks.LENGTH - 1) + "x".repeat(filler);
        String event = EVENT.formatted("{\"content\":\"" + content + "\"}", "null", "");
        return chunk(event).getBytes(StandardCharsets.US_ASCII);
    }

    /// The finish, the usage where it is asked for, and the end.
    static ByteBuffer streamEnd(boolean usage, int chunks) {
        String usageMember = usage ? ",\"usage\":null" : "";
        String events =
                chunk(EVENT.formatted("{}", "\"stop\"", usageMember))
                        + (usage ? chunk(usage(chunks)) : "")
                        + chunk("data: [DONE]\n\n");
        return bytes(events + "0\r\n\r\n");
    }

    private static String usage(int chunks) {
        return """
        data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1760000000,\
        "model":"gpt-4.1-mini-2025-04-14","service_tier":"default","system_fingerprint":"fp_bench",\
        "choices":[],"usage":{"prompt_tokens":210,"completion_tokens":%d,"total_tokens":%d}}

        """
                .formatted(chunks, chunks + 210);
    }

    private static String filled(String template) {
        int room = SIZE - template.length() + 2;
        return template.formatted(WORDS.repeat(1 + room / WORDS.length()).substring(0, room));
    }

    private static ByteBuffer json(int status, String body) {
        return bytes(
                "HTTP/1.1 %d %s\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s"
                        .formatted(status, status == 200 ? "OK" : "Refused", body.length(), body));
    }

    private static String chunk(String data) {
        return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
    }

    private static ByteBuffer bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip().asReadOnlyBuffer();
    }
}
