// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a simulated provider says when no answer is queued, by conventions that any client can use.
///
/// - The last turn holds tool results: `The tools said: a | b`.
/// - The last user text has lines `call NAME JSON`: those tools are called, as far as they are
///   offered and the request allows.
/// - The request demands a call: the named or first tool is called with `{}`.
/// - Otherwise `You said: TEXT`, then lines `System: TEXT`, `Images: N` and `Turns: N` where there is
///   something to tell.
///
/// The limits of the request hold: output tokens and stop sequences end the answer as the provider
/// would.
final class Improvisation {
    private static final Pattern CALL = Pattern.compile("(?m)^call ([A-Za-z0-9_-]+) ?(.*)$");

    private Improvisation() {}

    static Answer answer(Prompt prompt) {
        List<Part> calls = calls(prompt);
        Answer answer =
                calls.isEmpty()
                        ? Answer.text(pieces(text(prompt)).toArray(String[]::new))
                        : Answer.nothing().parts(calls);
        return limited(stopped(answer, prompt), prompt);
    }

    /// About four bytes a token, and at least one for any text.
    static long tokens(String text) {
        return (text.getBytes(StandardCharsets.UTF_8).length + 3L) / 4;
    }

    private static List<Part> calls(Prompt prompt) {
        List<Part> calls = new ArrayList<>();
        if (!prompt.toolResults().isEmpty() || prompt.choice() instanceof Prompt.Choice.Forbidden) {
            return calls;
        }
        Matcher asked = CALL.matcher(prompt.lastUser());
        while (asked.find()) {
            if (allowed(prompt, asked.group(1)) && (calls.isEmpty() || prompt.parallel())) {
                calls.add(new Part.Call("", asked.group(1), halves(asked.group(2).strip())));
            }
        }
        if (calls.isEmpty()) {
            demanded(prompt).ifPresent(t -> calls.add(new Part.Call("", t, List.of("{}"))));
        }
        return calls;
    }

    private static boolean allowed(Prompt prompt, String tool) {
        boolean chosen =
                !(prompt.choice() instanceof Prompt.Choice.Named(String only)) || only.equals(tool);
        return chosen && prompt.tools().contains(tool);
    }

    private static Optional<String> demanded(Prompt prompt) {
        return switch (prompt.choice()) {
            case Prompt.Choice.Free _, Prompt.Choice.Forbidden _ -> Optional.empty();
            case Prompt.Choice.Any _ -> prompt.tools().stream().findFirst();
            case Prompt.Choice.Named named -> Optional.of(named.tool());
        };
    }

    private static String text(Prompt prompt) {
        if (!prompt.toolResults().isEmpty()) {
            return "The tools said: " + String.join(" | ", prompt.toolResults());
        }
        StringBuilder text = new StringBuilder("You said: ").append(prompt.lastUser());
        if (!prompt.system().isEmpty()) {
            text.append("\nSystem: ").append(prompt.system());
        }
        if (prompt.images() > 0) {
            text.append("\nImages: ").append(prompt.images());
        }
        if (prompt.turns() > 1) {
            text.append("\nTurns: ").append(prompt.turns());
        }
        return text.toString();
    }

    private static Answer stopped(Answer answer, Prompt prompt) {
        for (Part part : answer.parts()) {
            String whole = part.whole();
            for (String sequence : prompt.stopSequences()) {
                int at = part instanceof Part.Text ? whole.indexOf(sequence) : -1;
                if (at >= 0) {
                    return answer.parts(List.of(new Part.Text(pieces(whole.substring(0, at)))))
                            .stopSequence(sequence);
                }
            }
        }
        return answer;
    }

    private static Answer limited(Answer answer, Prompt prompt) {
        int most = prompt.maxOutput().orElse(Integer.MAX_VALUE);
        if (answer.parts().size() == 1
                && answer.parts().getFirst() instanceof Part.Text text
                && tokens(text.whole()) > most) {
            String shorter = cut(text.whole(), most * 4);
            return answer.parts(List.of(new Part.Text(pieces(shorter)))).stop(Stop.LENGTH);
        }
        return answer;
    }

    private static String cut(String text, int bytes) {
        int end = text.length();
        while (text.substring(0, end).getBytes(StandardCharsets.UTF_8).length > bytes) {
            end -= end > 1 && Character.isLowSurrogate(text.charAt(end - 1)) ? 2 : 1;
        }
        return text.substring(0, end);
    }

    private static List<String> halves(String arguments) {
        int half = arguments.length() / 2;
        return arguments.isEmpty()
                ? List.of()
                : List.of(arguments.substring(0, half), arguments.substring(half));
    }

    /// Words with the space before them, as models stream.
    private static List<String> pieces(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("(?= )"));
    }
}
