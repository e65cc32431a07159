// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.WireFormat;
import java.util.EnumMap;
import java.util.Map;

/// Something that callers can ask for, as each format says it, and by what one sees in a request to a
/// provider that it was kept or adapted.
final class Feature {

    /// What became of a feature.
    enum Verdict {
        KEPT,
        ADAPTED
    }

    /// A piece of a provider's request that proves a verdict.
    record Evidence(String fragment, Verdict verdict) {}

    private static final Map<WireFormat, String> HELLO =
            Map.of(
                    WireFormat.OPENAI_CHAT,
                    "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]",
                    WireFormat.ANTHROPIC_MESSAGES,
                    "\"max_tokens\":4000,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]",
                    WireFormat.OPENAI_RESPONSES,
                    "\"input\":[{\"role\":\"user\",\"content\":\"hi\"}]",
                    WireFormat.GEMINI,
                    "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]");

    private final String name;
    private final Map<WireFormat, String> asked = new EnumMap<>(WireFormat.class);
    private final Map<WireFormat, Evidence> told = new EnumMap<>(WireFormat.class);

    Feature(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /// Members that ask for it besides a short conversation.
    Feature by(WireFormat format, String members) {
        return whole(format, members + "," + HELLO.get(format));
    }

    /// All members of a request that asks for it, but the model.
    Feature whole(WireFormat format, String members) {
        asked.put(format, members);
        return this;
    }

    /// Proof that it was kept.
    Feature kept(WireFormat format, String fragment) {
        told.put(format, new Evidence(fragment, Verdict.KEPT));
        return this;
    }

    /// Proof that it became something near.
    Feature adapted(WireFormat format, String fragment) {
        told.put(format, new Evidence(fragment, Verdict.ADAPTED));
        return this;
    }

    /// The members, or null when the format has no words for it.
    String asked(WireFormat format) {
        return asked.get(format);
    }

    Evidence told(WireFormat format) {
        return told.get(format);
    }
}
