// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.state.AuditRecords.AuditFilter;
import dev.penstock.state.AuditRecords.AuditRow;
import dev.penstock.state.User;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditTest {

    private static final String[] ADMIN = {"authorization", "Bearer admin-token"};
    private static final Instant AT = Instant.parse("2026-11-20T09:00:00Z");

    private final AdminServer server = new AdminServer();

    @BeforeEach
    void people() {
        server.store.people.person(User.Role.ADMIN, "admin-token");
        server.store.people.person(User.Role.MEMBER, "member-token");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void rows(int count) {
        for (int i = 1; i <= count; i++) {
            server.store.audit.rows.add(
                    new AuditRow(
                            i,
                            new UUID(0, i),
                            AT,
                            null,
                            "penstock",
                            "provider.update",
                            new UUID(7, 7),
                            null,
                            "{\"uid\":\"a, \\\"b\\\"\"}"));
        }
    }

    @Test
    void changesArePagedFromTheNewestBackWithTheirMembers() {
        rows(3);

        AdminServer.Result first = server.get("/admin/v1/audit?limit=2", ADMIN);
        AdminServer.Result second =
                server.get("/admin/v1/audit?limit=2&after=" + first.text("/next"), ADMIN);

        assertThat(first.body().at("/data").findValuesAsString("sequence"))
                .containsExactly("3", "2");
        assertThat(first.text("/data/0/after/uid")).isEqualTo("a, \"b\"");
        assertThat(first.body().at("/data/0/before").isNull()).isTrue();
        assertThat(second.body().at("/data").findValuesAsString("sequence")).containsExactly("1");
        assertThat(second.body().at("/next").isNull()).isTrue();
    }

    @Test
    void filtersAreThoseOfTheQuery() {
        UUID subject = UUID.randomUUID();
        UUID actor = UUID.randomUUID();

        server.get(
                "/admin/v1/audit?action=key.&subject="
                        + subject
                        + "&actor="
                        + actor
                        + "&from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z",
                ADMIN);

        assertThat(server.store.audit.filters)
                .containsExactly(
                        new AuditFilter(
                                "key.",
                                subject,
                                actor,
                                Instant.parse("2026-11-01T00:00:00Z"),
                                Instant.parse("2026-11-02T00:00:00Z")));
    }

    @Test
    void allChangesComeAsJsonLinesHoweverManyPagesTheyFill() {
        rows(1_000);

        AdminServer.Result result =
                server.get("/admin/v1/audit", "accept", "application/jsonl", ADMIN[0], ADMIN[1]);

        List<String> lines = result.raw().body().lines().toList();
        assertThat(lines).hasSize(1_000);
        assertThat(lines.getFirst()).startsWith("{\"sequence\":1000,").contains("\"uid\":\"a, ");
        assertThat(lines.getLast()).startsWith("{\"sequence\":1,");
    }

    @Test
    void changesComeAsCommaSeparatedValues() {
        rows(1);

        AdminServer.Result result =
                server.get("/admin/v1/audit", "accept", "text/csv", ADMIN[0], ADMIN[1]);

        assertThat(result.raw().body().split("\r\n"))
                .containsExactly(
                        "sequence,id,at,user,actor,action,subject,before,after",
                        "1,00000000-0000-0000-0000-000000000001,2026-11-20T09:00:00Z,,"
                                + "penstock,provider.update,00000000-0000-0007-0000-000000000007,,"
                                + "\"{\"\"uid\"\":\"\"a, \\\"\"b\\\"\"\"\"}\"");
    }

    @Test
    void membersMayNotRead() {
        assertThat(server.get("/admin/v1/audit", "authorization", "Bearer member-token").status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"after=x", "subject=x", "actor=me", "from=x", "to=x", "limit=501"})
    void nonsenseInAQueryIsNamed(String query) {
        AdminServer.Result result = server.get("/admin/v1/audit?" + query, ADMIN);

        assertThat(result.status()).isEqualTo(400);
        assertThat(result.text("/detail")).contains("but must be");
    }
}
