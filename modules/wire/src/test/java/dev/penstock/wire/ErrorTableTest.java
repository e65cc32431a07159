// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Failure;
import dev.penstock.inference.Task;
import dev.penstock.inference.WireFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Holds `docs/reference/errors.md` to the code: one row for each failure, one column for each format
/// of conversations.
class ErrorTableTest {

    private static final String BEGIN = "<!-- generated from the codecs: begin -->\n";
    private static final String END = "<!-- generated from the codecs: end -->\n";
    private static final Path DOCUMENT = Path.of("..", "..", "docs", "reference", "errors.md");
    private static final Pattern WORD =
            Pattern.compile("\"(type|code|status)\":(\"[^\"]*\"|[0-9]+|null)");

    @Test
    void documentSaysWhatTheCodecsDo() throws IOException {
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        assertThat(begin).as("the mark of the beginning").isPositive();
        assertThat(end).as("the mark of the end").isGreaterThan(begin);
        String expected = table();
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

    private static String table() {
        List<CallerCodec> codecs = codecs();
        StringBuilder text = new StringBuilder("| what happened | outcome | again? |");
        codecs.forEach(codec -> text.append(" ").append(codec.format().id()).append(" |"));
        text.append("\n|---|---|---|").append("---|".repeat(codecs.size())).append('\n');
        for (Failure failure : failures()) {
            text.append(
                    "| %s | `%s` | %s |"
                            .formatted(
                                    name(failure),
                                    failure.code(),
                                    failure.retryable() ? "yes" : "no"));
            for (CallerCodec codec : codecs) {
                text.append(" ").append(cell(codec, failure)).append(" |");
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static List<CallerCodec> codecs() {
        // Legacy completions fail in the words of chat.
        return Arrays.stream(WireFormat.values())
                .filter(format -> format.task() == Task.CHAT)
                .filter(format -> format != WireFormat.OPENAI_COMPLETIONS)
                .map(CallerCodec::of)
                .toList();
    }

    private static String cell(CallerCodec codec, Failure failure) {
        String body = new String(codec.encode(failure, "id"), UTF_8);
        Matcher words = WORD.matcher(body.substring(body.indexOf("\"error\":{")));
        StringJoiner told = new StringJoiner(", ");
        while (words.find()) {
            if (!words.group(2).equals("null")) {
                told.add(words.group(1) + " `" + words.group(2).replace("\"", "") + "`");
            }
        }
        return codec.status(failure) + ": " + told;
    }

    private static String name(Failure failure) {
        String kind =
                switch (failure) {
                    case Failure.Caller caller -> "caller: " + caller.kind();
                    case Failure.Limit limit -> "limit: " + limit.kind();
                    case Failure.Provider provider -> "provider: " + provider.kind();
                    case Failure.Gateway gateway -> "gateway: " + gateway.kind();
                };
        return kind.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static List<Failure> failures() {
        List<Failure> all = new ArrayList<>();
        for (Failure.CallerKind kind : Failure.CallerKind.values()) {
            all.add(new Failure.Caller(kind, "m"));
        }
        for (Failure.LimitKind kind : Failure.LimitKind.values()) {
            all.add(new Failure.Limit(kind, "m", null));
        }
        for (Failure.ProviderKind kind : Failure.ProviderKind.values()) {
            all.add(new Failure.Provider(kind, "m"));
        }
        for (Failure.GatewayKind kind : Failure.GatewayKind.values()) {
            all.add(new Failure.Gateway(kind, "m", null));
        }
        return all;
    }

    @Test
    void exhaustedBudgetIsPaymentRequiredForAnthropicAlone() {
        Failure spent = new Failure.Limit(Failure.LimitKind.BUDGET, "m", null);
        for (CallerCodec codec : codecs()) {
            assertThat(codec.status(spent))
                    .as(codec.format().id())
                    .isEqualTo(codec.format() == WireFormat.ANTHROPIC_MESSAGES ? 402 : 429);
        }
        assertThat(spent.retryable()).isFalse();
    }
}
