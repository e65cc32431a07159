// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.penstock.kit.Answer;
import dev.penstock.kit.Gate;
import dev.penstock.kit.Tokens;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Two gateways on one PostgreSQL.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplicasTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    // Five times the promise of a second, for a machine that runs other tests.
    private static final Duration SPREAD = Duration.ofSeconds(5);

    @RegisterExtension final Stage stage = Stage.open(Store.POSTGRESQL, "PENSTOCK_REPLICA", "one");

    private Path folder;
    private Penstock two;
    private Http http;
    private AdminClient admin;
    private CompletableFuture<Throwable> sameName;

    @BeforeAll
    void startTheOther(@TempDir Path folder, @TempDir Path elsewhere) {
        this.folder = folder;
        start();
        // It waits half a minute for the name, and other tests need not.
        sameName =
                CompletableFuture.supplyAsync(
                        () -> catchThrowable(() -> stage.another(elsewhere, "one").close()),
                        Thread::startVirtualThread);
    }

    private void start() {
        two = stage.another(folder, "two");
        http = new Http(two.origin());
        admin = new AdminClient(two.origin());
        admin.signIn();
    }

    private void end() {
        http.close();
        admin.close();
    }

    @AfterAll
    void stop() {
        end();
        two.close();
        stage.close();
    }

    private static String hello(String model) {
        return Calls.hello(Dialect.OPENAI, model, Mode.PLAIN).toString();
    }

    private HttpResponse<String> askOther(String key, String model) {
        Map<String, String> headers = Map.of("authorization", "Bearer " + key);
        return http.post(Calls.path(Dialect.OPENAI), headers, hello(model));
    }

    private static void soon(String what, BooleanSupplier reached) {
        long begin = System.nanoTime();
        Eventually.that(SPREAD, () -> reached.getAsBoolean() ? true : null, () -> what);
        System.out.printf("%s after %d ms%n", what, (System.nanoTime() - begin) / 1_000_000);
    }

    @Test
    void keyMadeOnOneWorksOnTheOtherWithinASecond() {
        String key = stage.admin().issueKey("fresh", "*").path("key").asString();
        soon("The other takes the new key", () -> askOther(key, "demo/echo").statusCode() == 200);
        String back = admin.issueKey("fresh too", "*").path("key").asString();
        Map<String, String> headers = Map.of("authorization", "Bearer " + back);
        String path = Calls.path(Dialect.OPENAI);
        soon(
                "The one takes the other's new key",
                () -> stage.http().post(path, headers, hello("demo/echo")).statusCode() == 200);
    }

    @Test
    void keyRevokedOnOneIsDeadOnTheOtherWithinASecond() {
        JsonNode issued = stage.admin().issueKey("short-lived", "*");
        String key = issued.path("key").asString();
        soon(
                "The other takes the short-lived key",
                () -> askOther(key, "demo/echo").statusCode() == 200);

        stage.admin().remove("/keys/" + issued.path("id").asString());

        soon(
                "The other refuses the revoked key",
                () -> askOther(key, "demo/echo").statusCode() == 401);
    }

    @Test
    void modelNamedOnOneAnswersOnTheOtherWithinASecond() {
        stage.admin().addModel("weather", "oai", Dialect.OPENAI.model());
        soon(
                "The other knows the new name",
                () -> askOther(stage.key(), "weather").statusCode() == 200);
    }

    @Test
    void usageIsThatOfBoth() {
        int before = stage.admin().usage().path("calls").asInt(0);
        HttpResponse<String> here =
                Calls.send(stage, Dialect.OPENAI, stage.model(Lane.OPENAI), Mode.PLAIN);
        HttpResponse<String> there = askOther(stage.key(), stage.model(Lane.OPENAI));
        for (AdminClient either : List.of(stage.admin(), admin)) {
            either.settledCall(Calls.id(here));
            either.settledCall(Calls.id(there));
            assertThat(either.usage().path("calls").asInt()).isEqualTo(before + 2);
        }
    }

    @Test
    void rowsOfAKilledOneAreSettledByItsNextStartAndTheOtherGoesOn() {
        Gate gate = new Gate();
        stage.openAi().answer(Answer.text("a", "b").tokens(Tokens.of(50, 9)).heldAfter(1, gate));
        HttpResponse<Stream<String>> answer =
                http.lines(
                        Calls.path(Dialect.OPENAI),
                        stage.headers(Dialect.OPENAI),
                        Calls.hello(Dialect.OPENAI, stage.model(Lane.OPENAI), Mode.STREAMED)
                                .toString());
        gate.awaitArrival(SOON);
        String id = Calls.id(answer);
        Eventually.that(SOON, () -> "open".equals(state(id)) ? true : null, () -> "row of " + id);

        two.kill();
        gate.open();
        end();

        HttpResponse<String> here =
                Calls.send(stage, Dialect.OPENAI, stage.model(Lane.OPENAI), Mode.STREAMED);
        assertThat(here.statusCode()).isEqualTo(200);
        stage.admin().settledCall(Calls.id(here));
        // Who knows whether the other one is only slow: nobody else settles what it has open.
        assertThat(state(id)).isEqualTo("open");

        start();
        JsonNode row = stage.admin().settledCall(id).path("attempts").path(0);
        assertThat(row.path("state").asString()).isEqualTo("settled");
        assertThat(row.path("outcome").asString()).isEqualTo("gateway_died");
        assertThat(row.path("usage").path("source").asString()).isEqualTo("estimated");
    }

    private String state(String id) {
        HttpResponse<String> call = stage.admin().send("GET", "/calls/" + id, null);
        return Json.read(call.body()).path("attempts").path(0).path("state").asString("none");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void secondProcessOfTheSameNameIsRefusedInOneSentence() throws Exception {
        Throwable refusal = sameName.get(60, TimeUnit.SECONDS);

        assertThat(refusal).isInstanceOf(AssertionError.class);
        List<String> said =
                String.valueOf(refusal.getMessage())
                        .lines()
                        .filter(line -> !line.startsWith("The server did not print"))
                        .toList();
        assertThat(said)
                .filteredOn(line -> line.startsWith("penstock: "))
                .singleElement()
                .asString()
                .contains("another process runs as replica 'one'");
        assertThat(said).noneMatch(line -> line.startsWith("\tat "));
        assertThat(Calls.send(stage, Dialect.OPENAI, "demo/echo", Mode.PLAIN).statusCode())
                .isEqualTo(200);
    }
}
