// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.FailureException;
import dev.penstock.inference.JsonText;
import java.nio.charset.StandardCharsets;

/// The input of a tool call, which the Messages format wants as an object, made of the text that
/// models write.
final class AnthropicInput {

    /// Where text stands that is not a JSON object.
    static final String RAW = "raw_arguments";

    static final JsonText NONE = new JsonText("{}");

    private AnthropicInput() {}

    /// The arguments as an object: none for an empty text, and the text itself under [#RAW] when it
    /// is anything but an object.
    static JsonText object(String arguments) {
        // By way of UTF-8, so that a lone surrogate cannot end the writing later.
        byte[] bytes = arguments.strip().getBytes(StandardCharsets.UTF_8);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.isEmpty() || text.equals("null")) {
            return NONE;
        }
        return isObject(bytes) ? new JsonText(text) : wrapped(text);
    }

    private static boolean isObject(byte[] bytes) {
        if (bytes[0] != '{') {
            return false;
        }
        try (JsonIn in = JsonIn.provider(bytes, 0, bytes.length)) {
            in.skip();
            in.end();
            return true;
        } catch (FailureException _) {
            return false;
        }
    }

    private static JsonText wrapped(String text) {
        byte[] json = new JsonOut().object().put(RAW, text).end().bytes();
        return new JsonText(new String(json, StandardCharsets.UTF_8));
    }
}
