// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import static dev.penstock.admin.AdminServer.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.state.StateException;
import dev.penstock.state.StateException.Kind;
import dev.penstock.state.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevisionsTest {

    private static final String[] ADMIN = {"authorization", "Bearer admin-token"};

    private final AdminServer server = new AdminServer();

    @BeforeEach
    void people() {
        server.store.people.person(User.Role.ADMIN, "admin-token");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String key(String name) {
        return "/admin/v1/keys/"
                + server.post(
                                "/admin/v1/keys",
                                "{\"name\":\"" + name + "\",\"models\":[\"a\"]}",
                                ADMIN)
                        .text("/id");
    }

    /// Several people each add one model to what they read last, in any order. What was accepted must
    /// all be there in the end, what was refused must not.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noSequenceOfPatchesUnderIfMatchLosesAnUpdate(long seed) {
        Random random = new Random(seed);
        String path = key("shared");
        AdminServer.Result[] seen = new AdminServer.Result[4];
        List<String> accepted = new ArrayList<>(List.of("a"));
        int refused = 0;
        for (int step = 0; step < 60; step++) {
            int person = random.nextInt(seen.length);
            if (seen[person] == null || random.nextInt(3) == 0) {
                seen[person] = server.get(path, ADMIN);
                continue;
            }
            List<String> models = new ArrayList<>();
            seen[person]
                    .body()
                    .at("/models")
                    .forEach(model -> models.add("\"" + model.asString() + "\""));
            String own = "m" + step;
            models.add("\"" + own + "\"");
            AdminServer.Result result =
                    server.patch(
                            path,
                            "{\"models\":" + models + "}",
                            with(ADMIN, "if-match", seen[person].etag()));
            if (result.status() == 200) {
                accepted.add(own);
                seen[person] = result;
            } else {
                assertThat(result.status()).isEqualTo(412);
                seen[person] = null;
                refused++;
            }
        }

        assertThat(server.store.keys.getFirst().models().patterns())
                .containsExactlyElementsOf(accepted);
        assertThat(server.store.keys.getFirst().revision()).isEqualTo(accepted.size());
        assertThat(refused).isPositive();
    }

    @Test
    void changeThatWasOvertakenIsMadeAgainOnWhatIsThereNow() {
        AtomicInteger revision = new AtomicInteger(1);

        int changed =
                Revisions.amended(
                        null,
                        revision::get,
                        now -> now,
                        now -> {
                            if (now == 1) {
                                revision.set(2);
                                throw new StateException(Kind.OUTDATED, "somebody was faster");
                            }
                            return now * 10;
                        });

        assertThat(changed).isEqualTo(20);
    }

    @Test
    void changeOfANewerRevisionWaitsUntilThisReplicaKnowsIt() {
        AtomicInteger asked = new AtomicInteger();

        int changed =
                Revisions.amended(
                        3L, () -> asked.incrementAndGet() < 3 ? 2 : 3, now -> now, now -> now * 10);

        assertThat(changed).isEqualTo(30);
    }

    @Test
    void revisionThatNeverComesIsRefusedInTheEnd() {
        assertThatThrownBy(() -> Revisions.amended(9L, () -> 2, now -> now, now -> now))
                .isInstanceOfSatisfying(
                        StateException.class, e -> assertThat(e.kind()).isEqualTo(Kind.OUTDATED))
                .hasMessageContaining("revision 2 but 9 was expected");
    }

    @Test
    void otherRefusalsAreNotTriedAgain() {
        AtomicInteger tries = new AtomicInteger();

        assertThatThrownBy(() ->
                        Revisions.amended(
                                null,
                                () -> 1,
                                now -> now,
                                now -> {
                                    tries.incrementAndGet();
                                    throw new StateException(Kind.CONFLICT, "the name is taken");
                                }))
                .hasMessage("the name is taken");
        assertThat(tries).hasValue(1);
    }

    @Test
    void modelIsChangedUnderItsRevision() {
        AdminServer.Result made =
                server.post(
                        "/admin/v1/models",
                        "{\"name\":\"fast\",\"provider\":\"p\",\"model\":\"m\"}",
                        ADMIN);
        String path = "/admin/v1/models/" + made.text("/id");
        String[] first = with(ADMIN, "if-match", made.etag());

        AdminServer.Result changed = server.patch(path, "{\"model\":\"n\"}", first);

        assertThat(changed.text("/name")).isEqualTo("fast");
        assertThat(changed.text("/provider")).isEqualTo("p");
        assertThat(changed.text("/model")).isEqualTo("n");
        assertThat(server.get(path, ADMIN).etag()).isEqualTo("\"2\"");
        assertThat(server.patch(path, "{\"name\":\"x\"}", first).status()).isEqualTo(412);
        assertThat(server.delete(path, first).status()).isEqualTo(412);
        assertThat(server.patch(path, "{\"name\":\"with space\"}", ADMIN).status()).isEqualTo(422);
        assertThat(server.delete(path, with(ADMIN, "if-match", "*")).status()).isEqualTo(204);
        assertThat(server.get(path, ADMIN).status()).isEqualTo(404);
    }

    @Test
    void pagesShowEveryThingOnceInOrder() {
        for (int i = 0; i < 7; i++) {
            key("k" + i);
        }
        List<String> ids = new ArrayList<>();
        String next = "";
        int pages = 0;
        do {
            AdminServer.Result page = server.get("/admin/v1/keys?limit=3" + next, ADMIN);
            page.body().at("/data").forEach(key -> ids.add(key.path("id").asString()));
            next = page.body().at("/next").isNull() ? null : "&after=" + page.text("/next");
            pages++;
        } while (next != null);

        assertThat(pages).isEqualTo(3);
        assertThat(ids).hasSize(7).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void removalBetweenPagesMovesNoOther() {
        for (String name : List.of("a", "b", "c", "d")) {
            server.post(
                    "/admin/v1/models",
                    "{\"name\":\"" + name + "\",\"provider\":\"p\",\"model\":\"m\"}",
                    ADMIN);
        }
        AdminServer.Result first = server.get("/admin/v1/models?limit=2", ADMIN);
        server.delete("/admin/v1/models/" + first.text("/data/1/id"), ADMIN);

        AdminServer.Result second =
                server.get("/admin/v1/models?limit=2&after=" + first.text("/next"), ADMIN);

        assertThat(second.body().at("/data").findValuesAsString("name")).containsExactly("c", "d");
        assertThat(second.body().at("/next").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "501", "-1", "many", "99999"})
    void limitIsANumberUpToFiveHundred(String limit) {
        AdminServer.Result result = server.get("/admin/v1/keys?limit=" + limit, ADMIN);

        assertThat(result.status()).isEqualTo(400);
        assertThat(result.text("/detail")).contains("'" + limit + "'").contains("1 to 500");
    }
}
