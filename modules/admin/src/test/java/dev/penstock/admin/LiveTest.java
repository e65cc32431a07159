// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Money;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageSource;
import dev.penstock.state.PersonalToken;
import dev.penstock.state.User;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveTest {

    private static final Duration SOON = Duration.ofMillis(20);
    // Long beside what a busy machine may take for a write.
    private static final Duration SLOW = Duration.ofSeconds(3);
    private static final String VIEWER = "viewer-token";

    private final AdminServer server =
            new AdminServer(
                    Origins.DIRECT,
                    new LiveEndpoint.Pace(
                            3, SOON, SOON, Duration.ofMillis(200), SLOW, Duration.ofSeconds(20)));
    private final List<LiveListener> listeners = new ArrayList<>();
    private User viewer;

    @BeforeEach
    void people() {
        viewer = server.store.people.person(User.Role.VIEWER, VIEWER);
    }

    @AfterEach
    void stop() {
        listeners.forEach(LiveListener::close);
        server.close();
    }

    private LiveListener listen(String query, String... headers) {
        LiveListener listener = LiveListener.open(server.uri("/"), query, VIEWER, headers);
        listeners.add(listener);
        return listener;
    }

    private LedgerEntry entry(long number, String model, boolean closed, String filling) {
        UUID attempt = new UUID(number, 0);
        return new LedgerEntry(
                new LedgerEntry.Opened(
                        attempt,
                        UUID.randomUUID(),
                        server.store.tenant.organisation(),
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        "openai",
                        "openai",
                        null,
                        model,
                        filling,
                        "/v1/chat/completions",
                        true,
                        Instant.parse("2026-11-20T09:00:00Z"),
                        10,
                        null),
                closed
                        ? new LedgerEntry.Closed(
                                attempt,
                                LedgerEntry.State.SETTLED,
                                "ok",
                                Instant.parse("2026-11-20T09:00:01Z"),
                                null,
                                Usage.tokens(1, 1),
                                UsageSource.PROVIDER,
                                Money.ZERO,
                                null,
                                null)
                        : null);
    }

    private void happens(long number, String model, boolean closed) {
        server.store.calls.entries.add(entry(number, model, closed, "m"));
    }

    @Test
    void everyListenerHearsEachAttemptOpenAndClose() {
        happens(1, "early", true);
        LiveListener one = listen("");
        LiveListener two = listen("");
        one.await(":following");
        two.await(":following");

        happens(2, "fast", false);
        happens(2, "fast", true);

        for (LiveListener listener : List.of(one, two)) {
            listener.await("event:closed");
            assertThat(listener.heard())
                    .containsSubsequence("event:opened", "event:closed")
                    .doesNotContain("early");
            assertThat(listener.heard()).contains("\"state\":\"settled\"");
        }
        assertThat(one.contentType()).startsWith("text/event-stream");
        server.contract().checkAnswer("GET", "/admin/v1/calls/live", 200, one.contentType(), "");
    }

    @Test
    void filtersAreThoseOfTheList() {
        LiveListener listener = listen("?model=fast&state=settled");
        listener.await(":following");

        happens(1, "slow", true);
        happens(2, "fast", false);
        happens(3, "fast", true);

        listener.await(new UUID(3, 0).toString());
        assertThat(listener.heard())
                .doesNotContain(new UUID(1, 0).toString())
                .doesNotContain(new UUID(2, 0).toString());
    }

    @Test
    void listenerThatComesBackGoesOnWhereItWas() {
        LiveListener first = listen("");
        first.await(":following");
        happens(1, "fast", true);
        first.await("event:closed");
        String id = first.lastId();
        first.close();
        happens(2, "fast", true);

        LiveListener second = listen("", "Last-Event-ID", id);

        second.await(new UUID(2, 0).toString());
        assertThat(second.heard()).doesNotContain(new UUID(1, 0).toString());
    }

    @Test
    void silenceIsBrokenByComments() {
        LiveListener listener = listen("");

        listener.await(":still here");
    }

    @Test
    void revokedTokenEndsTheFeed() {
        LiveListener listener = listen("");
        listener.await(":following");
        PersonalToken token = server.store.people.tokens.list(viewer.id()).getFirst();

        server.store.people.tokens.revoke(
                new dev.penstock.state.Actor(
                        server.store.tenant.organisation(), viewer.id(), viewer.email()),
                token.id());

        listener.await("event:ended");
        listener.await("revoked");
        listener.awaitEnd();
    }

    @Test
    void stopOfTheGatewayEndsTheFeed() {
        LiveListener listener = listen("");
        listener.await(":following");

        server.plane.close();

        listener.await("the gateway stops");
        listener.awaitEnd();
    }

    @Test
    void onlySoManyMayListenAndAPlaceThatIsLeftIsFreeAgain() {
        List<LiveListener> three = List.of(listen(""), listen(""), listen(""));
        three.forEach(listener -> listener.await(":following"));

        AdminServer.Result fourth =
                server.get(
                        "/admin/v1/calls/live",
                        "accept",
                        "text/event-stream",
                        "authorization",
                        "Bearer " + VIEWER);
        assertThat(fourth.status()).isEqualTo(503);
        assertThat(fourth.raw().headers().firstValue("retry-after")).isPresent();

        three.getFirst().close();
        LiveListener next = null;
        long end = System.nanoTime() + LiveListener.DEADLINE.toNanos();
        while (next == null && System.nanoTime() < end) {
            LiveListener tried = listen("");
            next = tried.status() == 200 ? tried : null;
        }
        assertThat(next).isNotNull();
    }

    @Test
    void slowListenerIsToldThatItIsDroppedWhileOthersHearAll() {
        LiveListener slow = listen("");
        LiveListener quick = listen("");
        slow.await(":following");
        quick.await(":following");
        slow.pause();

        String filling = "x".repeat(64_000);
        int many = 400;
        for (int i = 1; i <= many; i++) {
            server.store.calls.entries.add(entry(i, "fast", true, filling));
        }
        quick.await(new UUID(many, 0).toString());
        slow.resumeAfter(SLOW.plusSeconds(1));

        slow.await("event:dropped");
        slow.awaitEnd();
        happens(many + 1, "fast", true);
        quick.await(new UUID(many + 1, 0).toString());
    }

    @Test
    void whoTakesNoEventsIsToldSo() {
        AdminServer.Result result =
                server.get(
                        "/admin/v1/calls/live",
                        "accept",
                        "application/json",
                        "authorization",
                        "Bearer " + VIEWER);

        assertThat(result.status()).isEqualTo(406);
    }

    @Test
    void idThatIsNoneOfTheFeedIsRefused() {
        assertThat(listen("", "Last-Event-ID", "soon").status()).isEqualTo(400);
        assertThat(listen("", "Last-Event-ID", "1.x").status()).isEqualTo(400);
    }
}
