// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Money;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import dev.penstock.inference.UsageSource;
import dev.penstock.state.CallRecords;
import dev.penstock.state.User;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {

    private static final String[] VIEWER = {"authorization", "Bearer viewer-token"};
    private static final Instant OPENED = Instant.parse("2026-11-20T09:00:00Z");

    private final AdminServer server = new AdminServer();

    @BeforeEach
    void people() {
        server.store.people.person(User.Role.VIEWER, "viewer-token");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private LedgerEntry entry(UUID organisation, long attempt, UUID call, boolean closed) {
        UUID id = new UUID(attempt, 0);
        return new LedgerEntry(
                new LedgerEntry.Opened(
                        id,
                        call,
                        organisation,
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        "openai",
                        "openai",
                        "fast",
                        "fast",
                        "gpt-5-nano",
                        "/v1/chat/completions",
                        true,
                        OPENED,
                        10,
                        "openai/gpt-5-nano@2026-01-01"),
                closed
                        ? new LedgerEntry.Closed(
                                id,
                                LedgerEntry.State.SETTLED,
                                "ok",
                                OPENED.plusMillis(900),
                                OPENED.plusMillis(250),
                                Usage.tokens(100, 20).with(UsageClass.CACHE_READ, 40),
                                UsageSource.PROVIDER,
                                Money.dollars("0.0000152"),
                                null,
                                "req_1")
                        : null);
    }

    @Test
    void callShowsItsAttemptsWithUnitsTimesAndCost() {
        UUID call = UUID.randomUUID();
        server.store.calls.entries.add(entry(server.store.tenant.organisation(), 1, call, true));
        server.store.calls.entries.add(entry(server.store.tenant.organisation(), 2, call, false));

        AdminServer.Result result = server.get("/admin/v1/calls/" + call, VIEWER);

        assertThat(result.text("/cost_usd")).isEqualTo("0.0000152");
        assertThat(result.body().at("/attempts").size()).isEqualTo(2);
        assertThat(result.text("/attempts/0/state")).isEqualTo("settled");
        assertThat(result.text("/attempts/0/usage/source")).isEqualTo("provider");
        assertThat(result.body().at("/attempts/0/usage/input_tokens").intValue()).isEqualTo(140);
        assertThat(result.body().at("/attempts/0/usage/units/cache_read_tokens").intValue())
                .isEqualTo(40);
        assertThat(result.body().at("/attempts/0/first_content_ms").intValue()).isEqualTo(250);
        assertThat(result.body().at("/attempts/0/latency_ms").intValue()).isEqualTo(900);
        assertThat(result.text("/attempts/1/state")).isEqualTo("open");
        assertThat(result.body().at("/attempts/1/usage").isNull()).isTrue();
    }

    @Test
    void callOfAnotherOrganisationIsNotThere() {
        UUID call = UUID.randomUUID();
        server.store.calls.entries.add(entry(UUID.randomUUID(), 1, call, true));

        assertThat(server.get("/admin/v1/calls/" + call, VIEWER).status()).isEqualTo(404);
        assertThat(server.get("/admin/v1/calls", VIEWER).body().at("/data").size()).isZero();
    }

    @Test
    void callsArePagedFromTheNewestBack() {
        for (int i = 1; i <= 5; i++) {
            server.store.calls.entries.add(
                    entry(server.store.tenant.organisation(), i, UUID.randomUUID(), true));
        }

        AdminServer.Result first = server.get("/admin/v1/calls?limit=3", VIEWER);
        AdminServer.Result second =
                server.get("/admin/v1/calls?limit=3&before=" + first.text("/before"), VIEWER);

        assertThat(first.body().at("/data").findValuesAsString("attempt"))
                .containsExactly(
                        new UUID(5, 0).toString(),
                        new UUID(4, 0).toString(),
                        new UUID(3, 0).toString());
        assertThat(second.body().at("/data").size()).isEqualTo(2);
        assertThat(second.body().at("/before").isNull()).isTrue();
    }

    @Test
    void callsCanBeAskedForByWhatTheyAre() {
        UUID organisation = server.store.tenant.organisation();
        LedgerEntry closed = entry(organisation, 1, UUID.randomUUID(), true);
        server.store.calls.entries.add(closed);
        server.store.calls.entries.add(entry(organisation, 2, UUID.randomUUID(), false));

        assertThat(attempts("state=open")).containsExactly(new UUID(2, 0).toString());
        assertThat(attempts("outcome=ok")).containsExactly(new UUID(1, 0).toString());
        assertThat(attempts("key=" + closed.opened().key()))
                .containsExactly(new UUID(1, 0).toString());
        assertThat(attempts("model=fast&provider=openai&from=2026-11-20T09:00:00Z")).hasSize(2);
        assertThat(attempts("to=2026-11-20T09:00:00Z")).isEmpty();
        assertThat(attempts("after=" + new UUID(2, 0))).containsExactly(new UUID(1, 0).toString());
    }

    private List<String> attempts(String query) {
        return server.get("/admin/v1/calls?" + query, VIEWER)
                .body()
                .at("/data")
                .findValuesAsString("attempt");
    }

    @Test
    void allCallsComeAsCommaSeparatedValuesHoweverManyPagesTheyFill() {
        UUID organisation = server.store.tenant.organisation();
        for (int i = 1; i <= 1_001; i++) {
            server.store.calls.entries.add(entry(organisation, i, UUID.randomUUID(), true));
        }

        AdminServer.Result result =
                server.get("/admin/v1/calls", "accept", "text/csv", VIEWER[0], VIEWER[1]);

        assertThat(result.status()).isEqualTo(200);
        List<String> lines = result.raw().body().lines().toList();
        assertThat(lines).hasSize(1_002).doesNotHaveDuplicates();
        assertThat(lines.getFirst()).startsWith("attempt,call,key,").endsWith(",upstream_id");
        assertThat(lines.get(1)).startsWith(new UUID(1_001, 0) + ",").endsWith(",req_1");
    }

    @Test
    void usageComesAsCommaSeparatedValuesWithoutFormulas() {
        server.store.calls.totals.add(
                new CallRecords.UsageTotal(
                        "=cmd(\"x\"),1", 2, 3, 1, Usage.tokens(10, 2), Money.dollars("0.5"), 0));

        AdminServer.Result result =
                server.get("/admin/v1/usage?by=team", "accept", "text/csv", VIEWER[0], VIEWER[1]);

        assertThat(result.raw().headers().firstValue("content-type"))
                .hasValue("text/csv; charset=utf-8");
        assertThat(result.raw().body().split("\r\n"))
                .containsExactly(
                        "group,calls,attempts,failures,input_tokens,output_tokens,cost_usd,unpriced",
                        "\"'=cmd(\"\"x\"\"),1\",2,3,1,10,2,0.5,0");
    }

    @ParameterizedTest
    @EnumSource(CallRecords.Grouping.class)
    void usageCanBeGroupedByEverythingTheLedgerKnows(CallRecords.Grouping by) {
        String word = by.name().toLowerCase(Locale.ROOT);

        assertThat(server.get("/admin/v1/usage?by=" + word, VIEWER).text("/by")).isEqualTo(word);
        assertThat(server.store.calls.questions.getLast().by()).isEqualTo(by);
    }

    @Test
    void usageAsksForTheOrganisationTimeAndGroupingAndShowsEachClass() {
        server.store.calls.totals.add(
                new CallRecords.UsageTotal(
                        "fast",
                        2,
                        3,
                        1,
                        Usage.tokens(1_000, 200).with(UsageClass.REASONING, 50),
                        Money.dollars("12.5"),
                        1));

        AdminServer.Result result =
                server.get(
                        "/admin/v1/usage?by=model&from=2026-11-01T00:00:00Z&to=2026-11-21T00:00:00Z",
                        VIEWER);

        assertThat(server.store.calls.questions)
                .containsExactly(
                        new MemoryCalls.Question(
                                server.store.tenant.organisation(),
                                Instant.parse("2026-11-01T00:00:00Z"),
                                Instant.parse("2026-11-21T00:00:00Z"),
                                CallRecords.Grouping.MODEL));
        assertThat(result.text("/data/0/group")).isEqualTo("fast");
        assertThat(result.text("/data/0/cost_usd")).isEqualTo("12.5");
        assertThat(result.body().at("/data/0/output_tokens").intValue()).isEqualTo(250);
        assertThat(result.body().at("/data/0/units/reasoning_tokens").intValue()).isEqualTo(50);
        assertThat(result.body().at("/data/0/unpriced").intValue()).isEqualTo(1);
    }

    @Test
    void usageWithoutATimeIsThatOfThirtyDaysUpToNow() {
        server.get("/admin/v1/usage", VIEWER);

        assertThat(server.store.calls.questions)
                .singleElement()
                .satisfies(q -> {
                    assertThat(q.to()).isAfter(server.now.get());
                    assertThat(q.from()).isBefore(server.now.get().minusSeconds(29 * 86_400));
                    assertThat(q.by()).isEqualTo(CallRecords.Grouping.NONE);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usage?by=colour",
                "usage?from=yesterday",
                "usage?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
                "calls?limit=0",
                "calls?limit=501",
                "calls?limit=many",
                "calls?before=then",
                "calls?after=then",
                "calls?key=mine",
                "calls?state=half",
                "calls?from=yesterday",
                "usage?by=DAY"
            })
    void nonsenseInAQueryIsNamed(String query) {
        AdminServer.Result result = server.get("/admin/v1/" + query, VIEWER);

        assertThat(result.status()).isEqualTo(400);
        assertThat(result.text("/detail")).contains("but must be");
    }
}
