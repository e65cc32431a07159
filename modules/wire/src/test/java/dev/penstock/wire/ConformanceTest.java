// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.WireFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Holds `docs/reference/conformance.md` to the codecs: what becomes of each feature between each
/// format of callers and each format of providers. What is neither kept, adapted, reported nor refused
/// has vanished, and fails.
class ConformanceTest {

    private static final String BEGIN = "<!-- generated from the codecs: begin -->\n";
    private static final String END = "<!-- generated from the codecs: end -->\n";
    private static final Path DOCUMENT = Path.of("..", "..", "docs", "reference", "conformance.md");

    // Formats with a column; a model of each, and how its author's servers want it.
    private static final List<WireFormat> FORMATS =
            List.of(
                    WireFormat.OPENAI_CHAT,
                    WireFormat.OPENAI_RESPONSES,
                    WireFormat.ANTHROPIC_MESSAGES,
                    WireFormat.GEMINI);
    private static final Map<WireFormat, String> MODELS =
            Map.of(
                    WireFormat.OPENAI_CHAT,
                    "gpt-5",
                    WireFormat.ANTHROPIC_MESSAGES,
                    "claude-sonnet-4-5",
                    WireFormat.OPENAI_RESPONSES,
                    "gpt-5",
                    WireFormat.GEMINI,
                    "gemini-2.5-flash");
    private static final Map<WireFormat, Dialect> DIALECTS =
            Map.of(
                    WireFormat.OPENAI_CHAT,
                    Dialect.openAi(),
                    WireFormat.ANTHROPIC_MESSAGES,
                    Dialect.anthropic(),
                    WireFormat.OPENAI_RESPONSES,
                    Dialect.openAi(),
                    WireFormat.GEMINI,
                    Dialect.gemini());

    private final List<String> vanished = new ArrayList<>();

    @Test
    void documentSaysWhatTheCodecsDo() throws IOException {
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        assertThat(begin).as("the mark of the beginning").isPositive();
        assertThat(end).as("the mark of the end").isGreaterThan(begin);
        String expected = table();
        assertThat(vanished).as("neither kept, adapted, reported nor refused").isEmpty();
        if (Boolean.getBoolean("penstock.docs.write")) {
            Files.writeString(
                    DOCUMENT,
                    document.substring(0, begin + BEGIN.length())
                            + expected
                            + document.substring(end));
            return;
        }
        assertThat(document.substring(begin + BEGIN.length(), end))
                .as("stale; put the expected text between the marks")
                .isEqualTo(expected);
    }

    private String table() {
        StringBuilder text = new StringBuilder();
        for (WireFormat caller : FORMATS) {
            text.append("\n## Callers of ").append(caller.id()).append("\n\n| feature |");
            FORMATS.forEach(provider -> text.append(" to ").append(provider.id()).append(" |"));
            text.append("\n|---|").append("---|".repeat(FORMATS.size())).append('\n');
            for (Feature feature : Features.all()) {
                if (feature.asked(caller) != null) {
                    row(text, feature, caller);
                }
            }
        }
        return text.append('\n').toString();
    }

    private void row(StringBuilder text, Feature feature, WireFormat caller) {
        text.append("| ").append(feature.name()).append(" |");
        for (WireFormat provider : FORMATS) {
            text.append(" ").append(cell(feature, caller, provider)).append(" |");
        }
        text.append('\n');
    }

    private String cell(Feature feature, WireFormat caller, WireFormat provider) {
        String members = feature.asked(caller);
        CallerCodec codec = CallerCodec.of(caller);
        RawRequest raw = scanned(codec, members);
        String model = MODELS.get(provider);
        if (caller == provider) {
            String sent = new String(ProviderCodec.of(provider).relay(raw, model), UTF_8);
            assertThat(sent).contains(members);
            return "kept";
        }
        EncodedRequest sent;
        try {
            ChatRequest words = codec.decode(raw).withModel(model);
            sent = ProviderCodec.of(provider).encode(words, DIALECTS.get(provider));
        } catch (FailureException e) {
            return "refused";
        }
        return verdict(feature, caller, provider, sent);
    }

    private static RawRequest scanned(CallerCodec codec, String members) {
        if (codec.format() == WireFormat.GEMINI) {
            byte[] body = ("{" + members + "}").getBytes(UTF_8);
            return codec.scan(body, Map.of(), new Addressed("public", false));
        }
        byte[] body = ("{\"model\":\"public\"," + members + "}").getBytes(UTF_8);
        return codec.scan(body, Map.of());
    }

    private String verdict(
            Feature feature, WireFormat caller, WireFormat provider, EncodedRequest sent) {
        if (!sent.dropped().isEmpty()) {
            return "dropped: `" + String.join("`, `", sent.dropped()) + "`";
        }
        if (sent.singleCall()) {
            // Not told to the provider: the calls beyond the first are taken out of its answer.
            return "adapted";
        }
        String body = new String(sent.body(), UTF_8);
        Feature.Evidence evidence = feature.told(provider);
        if (evidence == null || !body.contains(evidence.fragment())) {
            vanished.add(
                    feature.name() + ", " + caller.id() + " to " + provider.id() + ": " + body);
            return "vanished";
        }
        return evidence.verdict().name().toLowerCase(Locale.ROOT);
    }
}
