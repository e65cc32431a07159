// SPDX-License-Identifier: Apache-2.0
package dev.penstock.examples.demo;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes one answer as the events it consists of: the last user's words, or the tool calls that they
/// ask for.
final class Echo {

    /// A word with the white space after it; what stands before the first word is a piece of its own.
    private static final Pattern PIECE = Pattern.compile("\\S+\\s*|\\s+");

    private static final int FRAGMENT = 8;

    private final ChatRequest request;
    private final String id;
    private final List<ChatEvent> events = new ArrayList<>();
    private final Tokens.Allowance allowance;

    Echo(ChatRequest request, String id) {
        this.request = request;
        this.id = id;
        this.allowance = new Tokens.Allowance(request.settings().maxOutputTokens());
    }

    List<ChatEvent> events() {
        events.add(new ChatEvent.Started("demo-" + id, request.model()));
        Said said = Said.last(request.messages());
        List<ToolWish> wishes = said.toolResult() ? List.of() : ToolWish.all(request, said.text());
        if (wishes.isEmpty()) {
            speak(said.text().isEmpty() ? "You said nothing." : said.text());
        } else {
            call(wishes);
        }
        return events;
    }

    private void speak(String text) {
        String stop = firstStop(text);
        String spoken = stop == null ? text : text.substring(0, text.indexOf(stop));
        Matcher pieces = PIECE.matcher(spoken);
        while (!allowance.spent() && pieces.find()) {
            String piece = allowance.take(pieces.group());
            if (!piece.isEmpty()) {
                events.add(new ChatEvent.TextDelta(piece));
            }
        }
        finish(stop == null ? StopReason.END : StopReason.STOP_SEQUENCE, stop);
    }

    private @Nullable String firstStop(String text) {
        String first = null;
        for (String stop : request.settings().stop()) {
            int at = stop.isEmpty() ? -1 : text.indexOf(stop);
            if (at >= 0 && (first == null || at < text.indexOf(first))) {
                first = stop;
            }
        }
        return first;
    }

    private void call(List<ToolWish> wishes) {
        for (int index = 0; index < wishes.size() && !allowance.spent(); index++) {
            ToolWish wish = wishes.get(index);
            events.add(
                    new ChatEvent.ToolCallStarted(index, "call_" + id + "_" + index, wish.tool()));
            String arguments = wish.arguments();
            for (int at = 0; at < arguments.length() && !allowance.spent(); ) {
                int to = Tokens.boundary(arguments, Math.min(at + FRAGMENT, arguments.length()));
                String fragment = allowance.take(arguments.substring(at, to));
                if (!fragment.isEmpty()) {
                    events.add(new ChatEvent.ToolCallDelta(index, fragment));
                }
                at = to;
            }
        }
        finish(StopReason.TOOL_CALLS, null);
    }

    private void finish(StopReason reason, @Nullable String stop) {
        events.add(
                allowance.spent()
                        ? new ChatEvent.Finished(StopReason.MAX_TOKENS, null)
                        : new ChatEvent.Finished(reason, stop));
        events.add(
                new ChatEvent.UsageReported(Usage.tokens(Tokens.of(request), allowance.taken())));
    }
}
