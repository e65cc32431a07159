// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Answer;
import dev.penstock.engine.AnswerFacts;
import dev.penstock.inference.Failure;
import dev.penstock.inference.Failure.GatewayKind;
import dev.penstock.inference.Failure.ProviderKind;
import dev.penstock.inference.FailureException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PlainAnswerTest {

    private static Plane plane;

    @BeforeAll
    static void start() {
        plane = new Plane(Plane.answers(Duration.ofSeconds(30), 100_000));
    }

    @AfterAll
    static void stop() {
        plane.close();
    }

    private static RawCaller.Reply failing(RuntimeException failure) throws IOException {
        plane.engine.script =
                _ -> {
                    throw failure;
                };
        return plane.post(Plane.CHAT, Plane.PLAIN_BODY);
    }

    private static RawCaller.Reply failing(Failure failure) throws IOException {
        return failing(new FailureException(failure));
    }

    @Test
    void aRelayedBodyGoesOnByteForByteWithItsLengthAndType() throws IOException {
        String body = "{ \"odd\" : \"\\u00e9é\",\n\n \"x\":1e9 }";
        plane.engine.script = inbound -> FakeEngine.relayed(inbound, ScriptedRelay.plain(body));
        RawCaller.Reply reply = plane.post(Plane.CHAT, Plane.PLAIN_BODY);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(body);
        assertThat(reply.header("content-type")).isEqualTo("application/json; odd=1");
        assertThat(reply.headers()).containsKey("content-length");
    }

    @Test
    void aRelayedBodyThatComesInPiecesIsPutTogether() throws IOException {
        String text = "x".repeat(10_000);
        plane.engine.script =
                inbound ->
                        FakeEngine.relayed(
                                inbound,
                                new ScriptedRelay("application/json")
                                        .say("{\"a\":\"")
                                        .say(text)
                                        .say("")
                                        .say("\"}")
                                        .end());
        assertThat(plane.post(Plane.CHAT, Plane.PLAIN_BODY).body())
                .isEqualTo("{\"a\":\"" + text + "\"}");
    }

    @Test
    void aTranslatedAnswerIsFoldedAndEncodedUnderTheNameAskedFor() throws IOException {
        plane.engine.script =
                inbound ->
                        FakeEngine.translated(
                                inbound, ScriptedEvents.started().text("Hel").text("lo").finish());
        RawCaller.Reply reply = plane.post(Plane.MESSAGES, Plane.PLAIN_BODY);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        assertThat(reply.body())
                .contains("Hello")
                .contains("\"small\"")
                .contains("msg_" + reply.header("x-request-id").replace("-", ""));
    }

    @Test
    void headersTellWhatIsKnown() throws IOException {
        plane.engine.script =
                inbound ->
                        new Answer.Relayed(
                                new AnswerFacts(
                                        inbound.id(),
                                        "acme",
                                        "größer",
                                        3,
                                        List.of("logit_bias", "seed"),
                                        Map.of(
                                                "OpenAI-Processing-MS", List.of("12"),
                                                "x-many", List.of("a", "b"),
                                                "x-split", List.of("a\r\nx-evil: 1"),
                                                "x-request-id", List.of("theirs"),
                                                "set-cookie", List.of("a=b"),
                                                "transfer-encoding", List.of("chunked"),
                                                "x-penstock-provider", List.of("theirs")),
                                        "req-9"),
                                ScriptedRelay.plain("{}"));
        RawCaller.Reply reply = plane.post(Plane.CHAT, Plane.PLAIN_BODY);
        assertThat(reply.headers())
                .containsEntry("x-penstock-provider", "acme")
                .containsEntry("x-penstock-model", "gr??er")
                .containsEntry("x-penstock-attempts", "3")
                .containsEntry("x-penstock-dropped", "logit_bias,seed")
                .containsEntry("x-penstock-upstream-id", "req-9")
                .containsEntry("openai-processing-ms", "12")
                .containsEntry("x-many", "a,b")
                .containsEntry("x-split", "a??x-evil: 1")
                .doesNotContainKeys("set-cookie", "transfer-encoding", "x-evil", "request-id");
        assertThat(reply.header("x-request-id")).hasSize(36);
    }

    @Test
    void theCallIdIsTheOneThatTheEngineKnows() throws Exception {
        plane.engine.script = inbound -> FakeEngine.relayed(inbound, ScriptedRelay.plain("{}"));
        plane.engine.calls.clear();
        RawCaller.Reply reply = plane.post(Plane.CHAT, Plane.PLAIN_BODY);
        assertThat(plane.engine.call().id()).hasToString(reply.header("x-request-id"));
    }

    @Test
    void keysAreNotHandedOnWithTheHeaders() throws Exception {
        plane.engine.script = inbound -> FakeEngine.relayed(inbound, ScriptedRelay.plain("{}"));
        plane.engine.calls.clear();
        plane.post(
                Plane.MESSAGES,
                Plane.PLAIN_BODY,
                "anthropic-beta: a",
                "anthropic-beta: b",
                "x-api-key: " + FakeEngine.KEY);
        assertThat(plane.engine.call().raw().headers())
                .containsEntry("anthropic-beta", List.of("a", "b"))
                .doesNotContainKeys("x-api-key", "authorization");
    }

    @Test
    void aCutAnswerIs502AndNothingOfItIsSent() throws IOException {
        plane.engine.script =
                inbound ->
                        FakeEngine.relayed(
                                inbound,
                                new ScriptedRelay("application/json").say("{\"half\":").cut());
        RawCaller.Reply reply = plane.post(Plane.CHAT, Plane.PLAIN_BODY);
        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.body()).contains("\"error\"").doesNotContain("half");
        assertThat(reply.header("content-type")).isEqualTo("application/json");
    }

    @Test
    void anEndlessAnswerIsCutAtItsBound() throws IOException {
        ScriptedRelay relay = new ScriptedRelay("application/json");
        for (int i = 0; i < 11; i++) {
            relay.say("x".repeat(10_000));
        }
        plane.engine.script = inbound -> FakeEngine.relayed(inbound, relay);
        RawCaller.Reply reply = plane.post(Plane.CHAT, Plane.PLAIN_BODY);
        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.body()).contains("larger than 100000 bytes");
        assertThat(relay.closed.isOpen()).isTrue();
    }

    @Test
    void aWishToWaitIsPassedOnInWholeSecondsAndExactly() throws IOException {
        RawCaller.Reply reply =
                failing(
                        new Failure.Provider(
                                ProviderKind.RATE_LIMITED,
                                "slow down",
                                429,
                                Duration.ofMillis(1_200)));
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.headers())
                .containsEntry("retry-after", "2")
                .containsEntry("retry-after-ms", "1200")
                .doesNotContainKey("x-should-retry");
    }

    @Test
    void clientsAreToldNotToRepeatWhatCannotSucceed() throws IOException {
        for (ProviderKind kind :
                List.of(
                        ProviderKind.QUOTA,
                        ProviderKind.CREDENTIAL_REJECTED,
                        ProviderKind.NO_CREDENTIAL,
                        ProviderKind.TLS)) {
            assertThat(failing(new Failure.Provider(kind, "no")).headers())
                    .as("%s", kind)
                    .containsEntry("x-should-retry", "false");
        }
        for (ProviderKind kind : List.of(ProviderKind.FAILED, ProviderKind.UNREACHABLE)) {
            assertThat(failing(new Failure.Provider(kind, "no")).headers())
                    .as("%s", kind)
                    .doesNotContainKey("x-should-retry");
        }
    }

    @Test
    void aDefectIs500WithoutItsInnards() throws IOException {
        RawCaller.Reply reply = failing(new IllegalStateException("secret innards"));
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.body())
                .contains(reply.header("x-request-id"))
                .doesNotContain("innards")
                .doesNotContain("Exception");
        assertThat(reply.header("x-should-retry")).isEqualTo("false");
    }

    @Test
    void aStoppingGatewayIs503() throws IOException {
        RawCaller.Reply reply =
                failing(
                        new Failure.Gateway(
                                GatewayKind.STOPPING, "stopping", Duration.ofSeconds(5)));
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("retry-after")).isEqualTo("5");
    }

    @Test
    void aConnectionOutlivesAFailure() throws IOException {
        plane.engine.script =
                _ -> {
                    throw new FailureException(new Failure.Provider(ProviderKind.FAILED, "no"));
                };
        try (RawCaller caller = plane.caller()) {
            assertThat(caller.post(Plane.CHAT, Plane.PLAIN_BODY).reply().status()).isEqualTo(502);
            assertThat(caller.post(Plane.CHAT, Plane.PLAIN_BODY).reply().status()).isEqualTo(502);
        }
    }
}
