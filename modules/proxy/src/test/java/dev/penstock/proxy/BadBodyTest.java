// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.InferenceRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("long")
class BadBodyTest {

    private static final int CASES = Boolean.getBoolean("penstock.long") ? 10_000 : 1_000;
    private static final long SEED = Long.getLong("penstock.seed", System.nanoTime());

    // As bytes: the text holds UTF-8 written as ISO 8859-1.
    private static final String OPENAI =
            latin(
                    "{\"model\":\"small\",\"stream\":false,\"max_tokens\":10,\"temperature\":0.5,"
                            + "\"messages\":[{\"role\":\"system\",\"content\":\"be kind\"},"
                            + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"h\u00e9 \ud83d\ude00\"}]}],"
                            + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\","
                            + "\"parameters\":{\"type\":\"object\"}}}]}");

    private static final String ANTHROPIC =
            latin(
                    "{\"model\":\"small\",\"stream\":false,\"max_tokens\":10,\"temperature\":0.5,"
                            + "\"messages\":[{\"role\":\"user\",\"content\":"
                            + "[{\"type\":\"text\",\"text\":\"h\u00e9 \ud83d\ude00\"}]}],"
                            + "\"tools\":[{\"name\":\"f\",\"input_schema\":{\"type\":\"object\"}}]}");

    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static RawCaller.Reply post(RawCaller caller, String path, byte[] body)
            throws IOException {
        String head =
                RawCaller.request(
                        "POST",
                        path,
                        "",
                        "content-type: application/json",
                        "content-length: " + body.length);
        return caller.send(head + new String(body, StandardCharsets.ISO_8859_1)).reply();
    }

    /// An engine that decodes every body, as the translate lane does.
    private static Plane decoding() {
        Plane plane = new Plane();
        plane.engine.script =
                inbound -> {
                    InferenceRequest _ = inbound.decoded().get();
                    return FakeEngine.relayed(inbound, ScriptedRelay.plain("{\"ok\":true}"));
                };
        return plane;
    }

    @ParameterizedTest
    @CsvSource({"/v1/chat/completions, false", "/v1/messages, true"})
    void malformedBodiesGetOneClearErrorAndTheConnectionLives(String path, boolean anthropic)
            throws IOException {
        String good = anthropic ? ANTHROPIC : OPENAI;
        BadBodies bodies = new BadBodies(good, new Random(SEED));
        try (Plane plane = decoding();
                RawCaller caller = plane.caller()) {
            for (int i = 0; i < CASES; i++) {
                BadBodies.BadBody body = bodies.next();
                String name = "seed %d case %d: %s".formatted(SEED, i, body);
                RawCaller.Reply reply = post(caller, path, body.bytes());
                if (body.certain() || reply.status() != 200) {
                    assertThat(reply.status()).as(name).isEqualTo(400);
                    check(reply, anthropic, name);
                }
                if (i % 20 == 0) {
                    RawCaller.Reply beside =
                            post(caller, path, good.getBytes(StandardCharsets.ISO_8859_1));
                    assertThat(beside.status()).as(beside.body()).isEqualTo(200);
                }
                plane.engine.calls.clear();
                plane.engine.keys.clear();
            }
        }
    }

    private static void check(RawCaller.Reply reply, boolean anthropic, String name) {
        assertThat(reply.header("content-type")).as(name).isEqualTo("application/json");
        assertThat(reply.header("connection")).as(name).isNotEqualTo("close");
        assertThat(reply.body())
                .as(name)
                .contains("\"error\":{", "\"message\":\"", "invalid_request_error")
                .doesNotContain("xception", "jackson", "dev.penstock", "java.", "\tat ")
                .hasSizeLessThan(1_000);
        assertThat(reply.body().startsWith("{\"type\":\"error\"")).as(name).isEqualTo(anthropic);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"small\",\"x\":NaN}|x",
                "{\"model\":\"small\",\"x\":[1,{\"y\":+1}]}|x[1].y",
                "{\"model\":\"small\",\"model\":\"b\"}|model",
                "{\"model\":\"small\",\"Model\":\"b\"}|Model",
                "{\"model\":\"small\",\"max_tokens\":1e309}|max_tokens",
                "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":1}]}|messages[1].role",
                "{\"model\":7}|model",
                "{\"model\":\"\\ud800\"}|model must be text",
                "{\"model\":\"small\",\"x\":[\"\\ud83d\\ude00\",{\"y\":\"a\\uDFFF\"}]}|x[1].y must be text, but U+DFFF",
                "{\"model\":\"small\",\"x\":{\"a\\ud800b\":1}}|x"
            })
    void theErrorNamesThePlace(String body, String place) throws IOException {
        try (Plane plane = decoding()) {
            for (String path : new String[] {Plane.CHAT, Plane.MESSAGES}) {
                RawCaller.Reply reply = plane.post(path, body);
                assertThat(reply.status()).isEqualTo(400);
                assertThat(reply.body()).contains(place);
            }
        }
    }

    @Test
    void aThousandFoldNestingIsRefusedAtItsPlaceInBoundedWords() throws IOException {
        try (Plane plane = decoding()) {
            String deep =
                    "{\"model\":\"small\",\"x\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}";
            RawCaller.Reply reply = plane.post(Plane.CHAT, deep);
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.body()).contains("256", "x[0][0]").hasSizeLessThan(1_000);
        }
    }
}
