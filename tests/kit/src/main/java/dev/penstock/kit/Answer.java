// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a simulated provider answers, said without regard to the provider's format: the upstream
/// writes it plain or streamed as the request asks. Immutable; every method gives a new answer.
///
/// ```java
/// openAi.answer(
///         Answer.text("It is ", "raining.").tokens(Tokens.of(12, 5)),
///         Answer.nothing().call("weather", "{\"city\":", "\"Brno\"}"),
///         Answer.refused(429, "rate_limit_error", "Slow down").header("retry-after", "2"));
/// ```
public final class Answer {
    private List<Part> parts = List.of();
    private Map<Integer, Gate> gates = Map.of();
    private List<Header> headers = List.of();
    private StreamEnd end = new StreamEnd.Complete();
    private @Nullable Tokens tokens;
    private @Nullable Stop stop;
    private @Nullable String stopSequence;
    private @Nullable Refused refused;

    /// An error answer: status, and what stands in the error body.
    record Refused(int status, String type, @Nullable String code, String message) {}

    private Answer() {}

    /// An answer without content, to which parts are added.
    public static Answer nothing() {
        return new Answer();
    }

    /// A text answer; each argument is one delta when streamed.
    public static Answer text(String... pieces) {
        return nothing().say(pieces);
    }

    /// An error answer in the provider's shape, free of charge.
    public static Answer refused(int status, String type, String message) {
        return refused(status, type, null, message);
    }

    /// An error answer in the provider's shape with a `code`, which Anthropic's shape does not have.
    public static Answer refused(int status, String type, @Nullable String code, String message) {
        Answer answer = new Answer();
        answer.refused = new Refused(status, type, code, message);
        return answer;
    }

    /// Adds a text part; each argument is one delta when streamed.
    public Answer say(String... pieces) {
        return add(new Part.Text(List.of(pieces)));
    }

    /// Adds reasoning: a thinking block in Anthropic's shape, `reasoning_content` in OpenAI's.
    public Answer think(String... pieces) {
        return add(new Part.Thinking(List.of(pieces)));
    }

    /// Adds a tool call; the pieces joined are its arguments as JSON text, none means no arguments.
    /// The provider gives the id.
    public Answer call(String name, String... pieces) {
        return add(new Part.Call("", name, List.of(pieces)));
    }

    /// Sets what the call is charged; without it the upstream counts about four bytes a token.
    public Answer tokens(Tokens charged) {
        Answer next = copy();
        next.tokens = charged;
        return next;
    }

    /// Sets why the answer ends; without it tool calls end with [Stop#TOOLS], all else with
    /// [Stop#END].
    public Answer stop(Stop reason) {
        Answer next = copy();
        next.stop = reason;
        return next;
    }

    /// Lets the answer end at that stop sequence.
    public Answer stopSequence(String sequence) {
        Answer next = stop(Stop.SEQUENCE);
        next.stopSequence = sequence;
        return next;
    }

    /// Adds a response header.
    public Answer header(String name, String value) {
        Answer next = copy();
        next.headers = with(headers, new Header(name, value));
        return next;
    }

    /// Holds a stream at the gate when that many content pieces have been written; what opens the
    /// stream (role chunk, `message_start`) goes before. A plain answer is held before its first byte,
    /// whatever the number.
    public Answer heldAfter(int pieces, Gate gate) {
        Map<Integer, Gate> more = new LinkedHashMap<>(gates);
        more.put(pieces, gate);
        Answer next = copy();
        next.gates = more;
        return next;
    }

    /// Ends a stream in order (FIN) after that many content pieces, without closing events; a plain
    /// answer is cut in the middle of its body.
    public Answer cutAfter(int pieces) {
        return end(new StreamEnd.Cut(pieces));
    }

    /// Resets the connection (RST) after that many content pieces; a plain answer in the middle of its
    /// body.
    public Answer resetAfter(int pieces) {
        return end(new StreamEnd.Reset(pieces));
    }

    /// Writes the provider's error event after that many content pieces, and nothing after it. A plain
    /// answer is not affected.
    public Answer failedAfter(int pieces, String type, String message) {
        return end(new StreamEnd.Failed(pieces, type, message));
    }

    /// Says nothing more after that many content pieces, until the peer leaves; a plain answer says
    /// nothing at all.
    public Answer silentAfter(int pieces) {
        return end(new StreamEnd.Silent(pieces));
    }

    List<Part> parts() {
        return parts;
    }

    Optional<Tokens> tokens() {
        return Optional.ofNullable(tokens);
    }

    Stop stop() {
        boolean calls = parts.stream().anyMatch(Part.Call.class::isInstance);
        return stop != null ? stop : calls ? Stop.TOOLS : Stop.END;
    }

    Optional<String> stopSequence() {
        return Optional.ofNullable(stopSequence);
    }

    StreamEnd end() {
        return end;
    }

    Map<Integer, Gate> gates() {
        return gates;
    }

    List<Header> headers() {
        return headers;
    }

    @Nullable Refused refused() {
        return refused;
    }

    /// The same answer with other parts.
    Answer parts(List<Part> others) {
        Answer next = copy();
        next.parts = List.copyOf(others);
        return next;
    }

    private Answer add(Part part) {
        return parts(with(parts, part));
    }

    private Answer end(StreamEnd other) {
        Answer next = copy();
        next.end = other;
        return next;
    }

    private Answer copy() {
        Answer copy = new Answer();
        copy.parts = parts;
        copy.gates = gates;
        copy.headers = headers;
        copy.end = end;
        copy.tokens = tokens;
        copy.stop = stop;
        copy.stopSequence = stopSequence;
        copy.refused = refused;
        return copy;
    }

    private static <T> List<T> with(List<T> items, T another) {
        return Stream.concat(items.stream(), Stream.of(another)).toList();
    }
}
