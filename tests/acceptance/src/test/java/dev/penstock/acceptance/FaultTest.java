// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.kit.Framing;
import dev.penstock.kit.Reply;
import dev.penstock.kit.Sse;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Providers that break before they have said anything: the caller gets a real status in its own
/// dialect, and nothing of the provider's page.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final Duration VERDICT = Duration.ofSeconds(5);
    private static final String ANSWER =
            "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
                    + "\"message\":{\"role\":\"assistant\",\"content\":\"Secret words\"},\"finish_reason\":\"stop\"}]}";
    private static final String ERROR =
            "{\"error\":{\"message\":\"no\",\"type\":\"server_error\",\"param\":null,\"code\":null}}";
    private static final String PAGE = "<html>Secret words of a proxy</html>";

    @RegisterExtension final Stage stage = Stage.open();

    @AfterAll
    void stop() {
        stage.close();
    }

    /// A way to break, by name.
    record Fault(String name, Reply reply) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static List<Fault> faults(Mode mode) {
        List<Fault> faults = new ArrayList<>();
        faults.add(new Fault("hangs up", Reply.hangUp()));
        faults.add(new Fault("resets", Reply.resetAtOnce()));
        faults.add(new Fault("cut in the head", Reply.json(200, ANSWER).cutAt(20)));
        faults.add(new Fault("reset in the head", Reply.json(200, ANSWER).resetAt(20)));
        faults.add(new Fault("no HTTP", Reply.raw("Secret words, and not HTTP at all\r\n\r\n")));
        faults.add(new Fault("page", page(200)));
        faults.add(new Fault("page of 502", page(502)));
        faults.add(new Fault("empty 500", Reply.json(500, "")));
        faults.add(new Fault("empty 503", Reply.json(503, "")));
        faults.add(new Fault("error in 200", Reply.json(200, ERROR)));
        faults.add(new Fault("redirect", redirect()));
        if (mode == Mode.PLAIN) {
            faults.add(new Fault("cut in the body", cutInTheBody()));
            faults.add(new Fault("no JSON", Reply.json(200, "{\"id\":")));
            faults.add(new Fault("empty 200", Reply.json(200, "")));
        } else {
            faults.add(new Fault("no event at all", Reply.events()));
            faults.add(new Fault("garbled event", Reply.events("data: {nonsense\n\n", Sse.DONE)));
            faults.add(new Fault("error event first", Reply.events(Sse.data(ERROR))));
            faults.add(new Fault("comments only", Reply.events(Sse.comment("x"))));
        }
        return faults;
    }

    private static Reply page(int status) {
        return Reply.status(status).contentType("text/html").piece(PAGE).build();
    }

    private static Reply redirect() {
        return Reply.status(302)
                .header("Location", "http://127.0.0.1:9/elsewhere")
                .piece("")
                .build();
    }

    private static Reply cutInTheBody() {
        Reply whole = Reply.status(200).contentType("application/json").piece(ANSWER).build();
        return whole.cutAt(whole.wireLength() - 5);
    }

    Stream<Arguments> everything() {
        List<Arguments> all = new ArrayList<>();
        for (Dialect dialect : Dialect.values()) {
            for (Mode mode : Mode.values()) {
                for (Fault fault : faults(mode)) {
                    all.add(Arguments.of(dialect, mode, fault));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @MethodSource("everything")
    void callerGetsAStatusInTheDialect(Dialect dialect, Mode mode, Fault fault) {
        stage.raw().script(CHAT, fault.reply());
        long began = System.nanoTime();

        HttpResponse<String> answer = Calls.send(stage, dialect, "raw/some-model", mode);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(VERDICT);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status(dialect, fault));
        JsonNode body = Json.read(answer.body());
        assertThat(body.path("error").path("message").asString("")).isNotBlank();
        assertThat(body.path("type").asString(""))
                .isEqualTo(dialect == Dialect.ANTHROPIC ? "error" : "");
        assertThat(answer.body())
                .doesNotContain("Secret words", "127.0.0.1", "Exception", "sk-raw", "dev.penstock");
        JsonNode row = stage.admin().settledCall(Calls.id(answer)).path("attempts").path(0);
        assertThat(row.path("outcome").asString("")).startsWith("upstream_");
    }

    /// Overload has a status of its own in Anthropic's format.
    private static int status(Dialect dialect, Fault fault) {
        if (!fault.name().equals("empty 503")) {
            return 502;
        }
        return dialect == Dialect.ANTHROPIC ? 529 : 503;
    }

    Stream<Arguments> badInput() {
        return Stream.of(Dialect.values())
                .flatMap(dialect ->
                        Stream.of(
                                        "",
                                        "nonsense",
                                        "{",
                                        "[]",
                                        "\"text\"",
                                        "{\"messages\":[]}",
                                        "{\"model\":7,\"messages\":[]}",
                                        "{\"model\":\"demo/echo\",\"messages\":\"x\"}",
                                        "{\"model\":\"demo/echo\",\"model\":\"oai/x\",\"messages\":[]}",
                                        "{\"model\":\"demo/echo\",\"messages\":[{\"role\":\"robot\",\"content\":\"x\"}]}",
                                        "{\"a\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}")
                                .map(body -> Arguments.of(dialect, body)));
    }

    @ParameterizedTest
    @MethodSource("badInput")
    void badInputIs400InTheDialect(Dialect dialect, String body) {
        HttpResponse<String> answer = Calls.send(stage, dialect, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        JsonNode error = Json.read(answer.body());
        assertThat(error.path("error").path("type").asString()).isEqualTo("invalid_request_error");
        assertThat(answer.body()).doesNotContain("Exception", "tools.jackson", "dev.penstock");
    }

    @ParameterizedTest
    @MethodSource("everything")
    void providerIsUsableAfterTheFault(Dialect dialect, Mode mode, Fault fault) {
        stage.raw().script(CHAT, fault.reply(), Reply.json(200, ANSWER));
        Calls.send(stage, dialect, "raw/some-model", mode);
        stage.raw().script(CHAT, Reply.json(200, ANSWER));

        HttpResponse<String> next = Calls.send(stage, dialect, "raw/some-model", Mode.PLAIN);

        assertThat(next.statusCode()).as(next.body()).isEqualTo(200);
        assertThat(next.body()).contains("Secret words");
    }

    @ParameterizedTest
    @MethodSource("framings")
    void everyFramingOfAnAnswerIsUnderstood(Framing framing, int pieces) {
        Reply reply =
                Reply.status(200)
                        .contentType("application/json; charset=utf-8")
                        .framing(framing)
                        .piece(ANSWER)
                        .build();
        stage.raw().script(CHAT, reply.inPieces(pieces));
        for (Dialect dialect : Dialect.values()) {
            HttpResponse<String> answer = Calls.send(stage, dialect, "raw/some-model", Mode.PLAIN);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("Secret words");
        }
    }

    Stream<Arguments> framings() {
        return Stream.of(Framing.values())
                .flatMap(framing -> Stream.of(1, 17, 10_000).map(p -> Arguments.of(framing, p)));
    }
}
