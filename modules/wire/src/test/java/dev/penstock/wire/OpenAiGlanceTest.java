// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiGlanceTest {

    private final OpenAiGlance glance = new OpenAiGlance();

    private boolean look(String json) {
        byte[] bytes = ("xx" + json.replace('\'', '"')).getBytes(UTF_8);
        return glance.look(bytes, 2, bytes.length - 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'choices':[{'index':0,'delta':{'content':'abc'},'finish_reason':null}]}",
                "{'usage' : null , 'error':null,'choices':[{'delta':{'content' : 'abc'}}]}",
                "{'x':'usage','y':['finish_reason','error'],'delta':{'content':'abc'}}",
                "{'delta':{'content':'abc','role':'assistant','tool_calls':[ ],'refusal':null}}",
            })
    void chunkOfTextNeedsNoParsing(String chunk) {
        assertThat(look(chunk)).isFalse();
        assertThat(glance.characters()).isEqualTo(3);
        assertThat(glance.call()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'finish_reason':'stop'}",
                "{'finish_reason' \n: \t'stop'}",
                "{'usage':{}}",
                "{'error':{}}",
                "{'error':'x'}",
                "{'index':1}",
                "{'index': 12}",
                "{'\\u0075sage':{}}",
                "{'delta':{'content':['x']}}",
                "{'delta':{'content':'x",
                "{'delta",
                "{'content':'\\u0041'}",
            })
    void whatMattersOrIsUnclearIsParsed(String chunk) {
        assertThat(look(chunk)).isTrue();
    }

    @Test
    void piecesOfCallsAreTold() {
        assertThat(look("{'tool_calls':[{'index':0,'function':{'arguments':'{\\u4e2d}'}}]}"))
                .isFalse();
        assertThat(glance.call()).isTrue();
        assertThat(glance.characters()).isEqualTo(3);
    }

    /// What a stream means must not depend on whether its chunks were glanced at or parsed.
    @Test
    void tapSeesWhatTheReaderSees() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder stream = new StringBuilder();
            for (int i = 1 + random.nextInt(6); i > 0; i--) {
                stream.append("data: ").append(chunk(random, false)).append("\n\n");
            }
            stream.append("data: ").append(chunk(random, true)).append("\n\ndata: [DONE]\n\n");
            byte[] bytes = stream.toString().getBytes(UTF_8);
            RelayTap tap = new OpenAiStreamTap(false);
            tap.feed(bytes, 0, bytes.length);
            tap.end();
            Usage usage = null;
            StopReason reason = null;
            boolean content = false;
            AnswerReader reader = new OpenAiStreamReader(random);
            for (ChatEvent event : Splits.read(reader, bytes, List.of(bytes.length))) {
                content |= event.content();
                if (event instanceof ChatEvent.UsageReported reported) {
                    usage = reported.usage();
                } else if (event instanceof ChatEvent.Finished finished) {
                    reason = finished.reason();
                }
            }
            assertThat(tap.usage()).as("seed %d: %s", seed, stream).isEqualTo(usage);
            assertThat(tap.stopReason()).as("seed %d: %s", seed, stream).isEqualTo(reason);
            assertThat(tap.content()).as("seed %d: %s", seed, stream).isEqualTo(content);
        }
    }

    private static String chunk(Random random, boolean last) {
        List<String> delta = new ArrayList<>();
        String[] words = {
            "a", "usage", "\\\"usage\\\":{}", "\\\\", "é😀", "\\u00e9", "\\u4e2d", ""
        };
        for (String name : new String[] {"content", "reasoning_content", "refusal"}) {
            if (random.nextInt(3) == 0) {
                delta.add(member(random, name, '"' + words[random.nextInt(words.length)] + '"'));
            }
        }
        if (random.nextInt(4) == 0) {
            delta.add(
                    member(
                            random,
                            "tool_calls",
                            "[{\"index\":"
                                    + random.nextInt(2)
                                    + ",\"function\":{\"name\":\"f\","
                                    + "\"arguments\":\"{\\\"error\\\":1\"}}]"));
        }
        List<String> choice = new ArrayList<>();
        choice.add(member(random, "delta", object(random, delta)));
        choice.add(member(random, "index", "0"));
        String[] reasons = {"\"stop\"", "\"length\"", "\"tool_calls\""};
        String[] none = {"null", "\"\""};
        choice.add(
                member(
                        random,
                        "finish_reason",
                        last ? reasons[random.nextInt(3)] : none[random.nextInt(2)]));
        List<String> chunk = new ArrayList<>();
        chunk.add(member(random, "choices", "[" + object(random, choice) + "]"));
        if (random.nextInt(3) == 0) {
            String usage =
                    random.nextBoolean()
                            ? "null"
                            : "{\"prompt_tokens\":%d}".formatted(random.nextInt(9));
            chunk.add(member(random, "usage", usage));
        }
        if (random.nextBoolean()) {
            chunk.add(member(random, "obfuscation", "\"usage\""));
        }
        return object(random, chunk);
    }

    private static String member(Random random, String name, String value) {
        String[] spaces = {"", "", " ", "\t"};
        String written =
                random.nextInt(20) == 0
                        ? "\\u%04x%s".formatted((int) name.charAt(0), name.substring(1))
                        : name;
        return '"'
                + written
                + '"'
                + spaces[random.nextInt(4)]
                + ":"
                + spaces[random.nextInt(4)]
                + value;
    }

    private static String object(Random random, List<String> members) {
        Collections.shuffle(members, random);
        return "{" + String.join(random.nextBoolean() ? "," : " , ", members) + "}";
    }
}
