// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.JsonText;
import dev.penstock.inference.WireFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Streams of the Responses format, written and judged.
final class ResponsesStreams {

    static final AnswerIdentity IDENTITY =
            new AnswerIdentity("7", "pub/m", Instant.ofEpochSecond(1_790_000_000));

    private ResponsesStreams() {}

    /// A codec that answers a body, whose single quotes stand for double ones.
    static CallerCodec answering(String body) {
        CallerCodec codec = CallerCodec.of(WireFormat.OPENAI_RESPONSES);
        return codec.answering(codec.scan(body.replace('\'', '"').getBytes(UTF_8), Map.of()));
    }

    static final String HELLO = "{'model':'m','input':'hi','stream':true}";

    static String written(CallerCodec codec, ChatEvent... events) {
        AnswerWriter writer = codec.writer(IDENTITY, true);
        StringBuilder all = new StringBuilder();
        for (ChatEvent event : events) {
            all.append(new String(writer.write(event), UTF_8));
        }
        return all.append(new String(writer.end(), UTF_8)).toString();
    }

    /// The data of the events, each under its own name, numbered from 0 without a gap.
    static List<Map<String, Object>> events(String stream) {
        assertThat(stream).endsWith("\n\n");
        List<Map<String, Object>> events = new ArrayList<>();
        for (String event : List.of(stream.split("\n\n"))) {
            List<String> lines = event.lines().toList();
            assertThat(lines).hasSize(2);
            Map<String, Object> data = object(lines.get(1).substring("data: ".length()));
            assertThat(lines.get(0)).isEqualTo("event: " + data.get("type"));
            assertThat(data.get("sequence_number"))
                    .isEqualTo(new JsonText(Integer.toString(events.size())));
            events.add(data);
        }
        return events;
    }

    static List<String> types(List<Map<String, Object>> events) {
        return events.stream()
                .map(event -> ((String) event.get("type")).substring("response.".length()))
                .toList();
    }

    static Map<String, Object> object(String json) {
        return object(JsonTree.of(new JsonText(json)));
    }

    static Map<String, Object> object(Object tree) {
        Map<String, Object> object = JsonTree.object(tree);
        assertThat(object).isNotNull();
        return object;
    }

    static Map<String, Object> response(List<Map<String, Object>> events) {
        return object(events.getLast().get("response"));
    }

    static List<Map<String, Object>> output(Map<String, Object> response) {
        return JsonTree.elements(response.get("output")).stream()
                .map(ResponsesStreams::object)
                .toList();
    }

    static List<String> told(List<Map<String, Object>> events, String type, String member) {
        return events.stream()
                .filter(event -> event.get("type").equals("response." + type))
                .map(event -> (String) event.get(member))
                .toList();
    }
}
