// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

/// Server-sent events as text, each with its closing empty line.
public final class Sse {
    /// What ends an OpenAI-shaped stream.
    public static final String DONE = data("[DONE]");

    private Sse() {}

    /// An event without a name, as OpenAI-shaped streams use; line breaks in the data become further
    /// `data:` lines.
    public static String data(String data) {
        return "data: " + data.replace("\n", "\ndata: ") + "\n\n";
    }

    /// An event with a name, as Anthropic-shaped streams use.
    public static String event(String name, String data) {
        return "event: " + name + "\n" + data(data);
    }

    /// A comment, which clients skip.
    public static String comment(String text) {
        return ": " + text + "\n\n";
    }
}
