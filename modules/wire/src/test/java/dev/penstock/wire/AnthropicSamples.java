// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.JsonText;
import dev.penstock.inference.WireFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What the tests of the Messages format share: JSON with single quotes, streams, splits.
final class AnthropicSamples {

    static final CallerCodec CALLER = CallerCodec.of(WireFormat.ANTHROPIC_MESSAGES);
    static final ProviderCodec PROVIDER = ProviderCodec.of(WireFormat.ANTHROPIC_MESSAGES);
    static final AnswerIdentity IDENTITY =
            new AnswerIdentity("0198", "public/name", Instant.parse("2026-11-20T08:00:00Z"));

    private static final Pattern DATA = Pattern.compile("(?m)^data: (.*)$");
    private static final Pattern EVENT = Pattern.compile("(?m)^event: (.*)\ndata: (.*)$");

    private AnthropicSamples() {}

    /// JSON written with single quotes.
    static String quoted(String json) {
        return json.replace('\'', '"');
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static Object tree(String json) {
        return JsonTree.of(new JsonText(quoted(json)));
    }

    static Object tree(byte[] json) {
        return JsonTree.of(new JsonText(new String(json, UTF_8)));
    }

    /// A member of a member of an object.
    static Object at(Object tree, String... path) {
        Object here = tree;
        for (String step : path) {
            here =
                    step.matches("\\d+")
                            ? JsonTree.elements(here).get(Integer.parseInt(step))
                            : JsonTree.object(here).get(step);
        }
        return here;
    }

    /// Decodes a caller's request that has a model and a bound, and these members.
    static ChatRequest request(String members) {
        return CALLER.decode(bytes(quoted("{'model':'m','max_tokens':9," + members + "}")));
    }

    static Failure.Caller refusal(ThrowingCallable call) {
        Failure failure = failure(call);
        assertThat(failure).isInstanceOf(Failure.Caller.class);
        return (Failure.Caller) failure;
    }

    static Failure failure(ThrowingCallable call) {
        FailureException thrown = catchThrowableOfType(FailureException.class, call);
        assertThat(thrown).as("a failure").isNotNull();
        return thrown.failure();
    }

    static Failure.ProviderKind providerKind(ThrowingCallable call) {
        Failure failure = failure(call);
        assertThat(failure).isInstanceOf(Failure.Provider.class);
        return ((Failure.Provider) failure).kind();
    }

    /// A stream of events, each the JSON of its data with single quotes, named by its type.
    static byte[] stream(String... events) {
        StringBuilder text = new StringBuilder();
        for (String event : events) {
            String json = quoted(event);
            text.append("event: ").append(at(tree(event), "type")).append('\n');
            text.append("data: ").append(json).append("\n\n");
        }
        return bytes(text.toString());
    }

    static String start(String usage) {
        return "{'type':'message_start','message':{'id':'msg_1','type':'message',"
                + "'role':'assistant','model':'claude','content':[],'stop_reason':null,"
                + "'stop_sequence':null,'usage':"
                + usage
                + "}}";
    }

    static String start() {
        return start("{'input_tokens':7,'output_tokens':1}");
    }

    static String block(int index, String block) {
        return "{'type':'content_block_start','index':" + index + ",'content_block':" + block + "}";
    }

    static String text(int index) {
        return block(index, "{'type':'text','text':''}");
    }

    static String tool(int index, String id, String name) {
        return block(
                index, "{'type':'tool_use','id':'" + id + "','name':'" + name + "','input':{}}");
    }

    static String delta(int index, String delta) {
        return "{'type':'content_block_delta','index':" + index + ",'delta':" + delta + "}";
    }

    static String words(int index, String text) {
        return delta(index, "{'type':'text_delta','text':'" + text + "'}");
    }

    /// A fragment of arguments; it is JSON inside JSON, so quotes are written as `~`.
    static String fragment(int index, String json) {
        return delta(
                index,
                "{'type':'input_json_delta','partial_json':'" + json.replace("~", "\\'") + "'}");
    }

    static String stop(int index) {
        return "{'type':'content_block_stop','index':" + index + "}";
    }

    static String end(String reason, String usage) {
        return "{'type':'message_delta','delta':{'stop_reason':'"
                + reason
                + "','stop_sequence':null},'usage':"
                + usage
                + "}";
    }

    static String end(String reason) {
        return end(reason, "{'output_tokens':12}");
    }

    static String end() {
        return "{'type':'message_stop'}";
    }

    /// Reads bytes in pieces of the given length.
    static List<ChatEvent> read(AnswerReader reader, byte[] bytes, int piece) {
        List<ChatEvent> events = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += piece) {
            events.addAll(reader.feed(bytes, at, Math.min(piece, bytes.length - at)));
        }
        events.addAll(reader.end());
        return events;
    }

    static List<ChatEvent> read(byte[] stream) {
        return read(PROVIDER.reader(true), stream, stream.length);
    }

    /// Cuts bytes whole, byte by byte and at random places, each in a fresh array that is wiped
    /// afterwards, as a reused buffer would be.
    static void split(byte[] bytes, Consumer<List<byte[]>> check) {
        check.accept(List.of(bytes.clone()));
        List<byte[]> single = new ArrayList<>();
        for (byte b : bytes) {
            single.add(new byte[] {b});
        }
        check.accept(single);
        long seed = new Random().nextLong();
        System.out.println("random splits with seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            List<byte[]> pieces = new ArrayList<>();
            int at = 0;
            while (at < bytes.length) {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(60));
                pieces.add(Arrays.copyOfRange(bytes, at, to));
                at = to;
            }
            check.accept(pieces);
        }
    }

    /// Reads pieces, wiping each after it was fed.
    static List<ChatEvent> read(AnswerReader reader, List<byte[]> pieces) {
        List<ChatEvent> events = new ArrayList<>();
        for (byte[] piece : pieces) {
            events.addAll(reader.feed(piece, 0, piece.length));
            Arrays.fill(piece, (byte) '#');
        }
        events.addAll(reader.end());
        return events;
    }

    /// Writes events as a stream for callers.
    static String write(ChatEvent... events) {
        return write(List.of(events));
    }

    static String write(List<ChatEvent> events) {
        AnswerWriter writer = CALLER.writer(IDENTITY, false);
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(new String(writer.write(event), UTF_8)));
        return text.append(new String(writer.end(), UTF_8)).toString();
    }

    /// The data of the events in a stream, after a check that each is named by its type.
    static List<Object> data(String stream) {
        List<Object> all = new ArrayList<>();
        for (MatchResult match : EVENT.matcher(stream).results().toList()) {
            Object data = tree(bytes(match.group(2)));
            assertThat(at(data, "type")).isEqualTo(match.group(1));
            all.add(data);
        }
        assertThat(all).hasSize((int) DATA.matcher(stream).results().count());
        return all;
    }

    /// The blocks of a written stream, each as `type text`, after a check of all that the format
    /// demands: one start, dense indexes, no overlap, one end.
    static List<String> blocks(String stream) {
        List<String> blocks = new ArrayList<>();
        StringBuilder open = null;
        boolean ended = false;
        List<Object> events = data(stream);
        assertThat(at(events.getFirst(), "type")).isEqualTo("message_start");
        assertThat(at(events.getLast(), "type")).isEqualTo("message_stop");
        for (Object event : events.subList(1, events.size() - 1)) {
            assertThat(ended).as("nothing between message_delta and message_stop").isFalse();
            switch ((String) at(event, "type")) {
                case "content_block_start" -> {
                    assertThat(open).as("open block").isNull();
                    assertThat(number(event, "index")).isEqualTo(blocks.size());
                    Object block = at(event, "content_block");
                    open = new StringBuilder((String) at(block, "type"));
                    for (String member : List.of("id", "name", "data")) {
                        Object value = at(block, member);
                        open.append(value == null ? "" : " " + value);
                    }
                }
                case "content_block_delta" -> {
                    assertThat(open).as("open block").isNotNull();
                    assertThat(number(event, "index")).isEqualTo(blocks.size());
                    open.append(fragmentOf(at(event, "delta"), open.toString()));
                }
                case "content_block_stop" -> {
                    assertThat(number(event, "index")).isEqualTo(blocks.size());
                    blocks.add(open.toString());
                    open = null;
                }
                case "message_delta" -> {
                    assertThat(open).as("open block").isNull();
                    ended = true;
                }
                default -> throw new AssertionError("unexpected event " + event);
            }
        }
        assertThat(ended).as("message_delta").isTrue();
        return blocks;
    }

    private static String fragmentOf(Object delta, String block) {
        String type = (String) at(delta, "type");
        String kind = block.replaceAll("[ |].*", "");
        return switch (type) {
            case "text_delta" -> inside(kind, "text", "|" + at(delta, "text"));
            case "thinking_delta" -> inside(kind, "thinking", "|" + at(delta, "thinking"));
            case "signature_delta" -> inside(kind, "thinking", "|=" + at(delta, "signature"));
            case "input_json_delta" -> inside(kind, "tool_use", "|" + at(delta, "partial_json"));
            default -> throw new AssertionError("unexpected delta " + delta);
        };
    }

    private static String inside(String kind, String wanted, String text) {
        assertThat(kind).isEqualTo(wanted);
        return text;
    }

    static int number(Object tree, String... path) {
        return Integer.parseInt(at(tree, path).toString());
    }
}
