// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An item of a response as a provider sends it. Members of types that are not known here are left
/// alone.
final class ResponsesItemIn {

    /// What one part says.
    record Words(boolean refusal, String text) {}

    String type = "";
    String id = "";
    String callId = "";
    String name = "";
    String arguments = "";
    @Nullable String encrypted;
    final List<Words> said = new ArrayList<>();
    final List<String> thoughts = new ArrayList<>();

    private ResponsesItemIn() {}

    /// Takes an item.
    static ResponsesItemIn read(JsonIn in) {
        ResponsesItemIn item = new ResponsesItemIn();
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            item.read(in, name);
        }
        return item;
    }

    private void read(JsonIn in, String member) {
        switch (member) {
            case "type" -> type = text(in);
            case "id" -> id = text(in);
            case "call_id" -> callId = text(in);
            case "name" -> name = text(in);
            case "arguments" -> arguments = text(in);
            case "encrypted_content" -> encrypted = in.isString() ? in.string() : skipped(in);
            case "content", "summary" -> parts(in);
            default -> in.skip();
        }
    }

    private void parts(JsonIn in) {
        if (!in.isArray()) {
            in.skip();
            return;
        }
        in.array();
        while (in.element()) {
            if (in.isObject()) {
                part(in);
            } else {
                in.skip();
            }
        }
    }

    private void part(JsonIn in) {
        String kind = "";
        String text = "";
        String refusal = "";
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "type" -> kind = text(in);
                case "text" -> text = text(in);
                case "refusal" -> refusal = text(in);
                default -> in.skip();
            }
        }
        switch (kind) {
            case "output_text" -> said.add(new Words(false, text));
            case "refusal" -> said.add(new Words(true, refusal));
            case "summary_text", "reasoning_text" -> thoughts.add(text);
            default -> {}
        }
    }

    private static String text(JsonIn in) {
        if (in.isString()) {
            return in.string();
        }
        in.skip();
        return "";
    }

    private static @Nullable String skipped(JsonIn in) {
        in.skip();
        return null;
    }
}
