// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadCommandsTest {

    private static final String ATTEMPT =
            """
            {"opened":"2026-11-20T09:00:00Z","state":"settled","outcome":"ok","provider":"openai",\
            "public_model":"fast","usage":{"input_tokens":10,"output_tokens":2},"cost_usd":"0.01"}\
            """;

    @TempDir private Path home;

    private Typed typed(AdminServer server) {
        return new Typed(home)
                .with("PENSTOCK_URL", server.url())
                .with("PENSTOCK_TOKEN", "pst-adm-token");
    }

    @Test
    void pricesAreListed() {
        String prices =
                """
                {"data":[{"provider_type":"openai","model":"tern","rates":{"input_tokens":"0.15",
                 "output_tokens":"2"},"tiers":[],"source":"override"}],"next":null}
                """;
        try (AdminServer server = new AdminServer(200, prices)) {
            Typed list = typed(server).run("price", "list", "--type", "openai");

            assertThat(list.code()).as(list.err()).isZero();
            assertThat(list.out())
                    .isEqualTo(
                            """
                            TYPE    MODEL  INPUT  CACHED  OUTPUT  TIERS  SOURCE
                            openai  tern   0.15   -       2       0      override
                            """);
        }
    }

    @Test
    void importTellsTheDifference() throws Exception {
        String difference =
                """
                {"applied":false,"added":[{"provider_type":"openai","model":"new",
                  "price":{"rates":{"input_tokens":"1"},"tiers":[]}}],
                 "changed":[{"provider_type":"openai","model":"tern",
                  "before":{"rates":{"input_tokens":"2","output_tokens":"3"},"tiers":[]},
                  "after":{"rates":{"input_tokens":"1","output_tokens":"3"},"tiers":[]}}],
                 "unchanged":4,"skipped":[{"name":"x","line":1,"reason":"y"}]}
                """;
        Path file = Files.writeString(home.resolve("prices.json"), "{\"a\":{}}");
        try (AdminServer server = new AdminServer(200, difference)) {
            Typed run = typed(server).run("price", "import", file.toString(), "--dry-run");

            assertThat(run.out())
                    .isEqualTo(
                            """
                            TYPE    MODEL  INPUT   OUTPUT
                            openai  new    1       -
                            openai  tern   2 -> 1  3 -> 3
                            """);
            assertThat(run.err())
                    .isEqualTo("Nothing was changed: 1 new, 1 changed, 4 as before, 1 skipped.\n");
            assertThat(server.asked().getFirst().line()).isEqualTo("POST /admin/v1/prices/import");
            assertThat(server.asked().getFirst().body()).isEqualTo("{\"a\":{}}");
        }
    }

    @Test
    void fileThatIsNotThereIsSaid() {
        try (AdminServer server = new AdminServer(200, "{}")) {
            Typed run = typed(server).run("price", "import", "none.json");

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("none.json cannot be read");
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void callsAreListed() {
        try (AdminServer server = new AdminServer(200, "{\"data\":[" + ATTEMPT + "]}")) {
            Typed run = typed(server).run("calls", "--model", "fast");

            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out().lines().toList()).hasSize(2);
            assertThat(run.out()).contains("2026-11-20T09:00:00Z", "openai", " 10 ", "0.01");
        }
    }

    @Test
    void callsAreFollowedUntilTheGatewayEndsIt() {
        String events =
                ": following\n\nevent:closed\ndata:"
                        + ATTEMPT
                        + "\nid:1.x\n\nevent:ended\ndata:{\"reason\":\"the gateway stops\"}\n\n";
        try (AdminServer server = new AdminServer(200, events)) {
            Typed run = typed(server).run("calls", "--follow");

            assertThat(run.out()).contains("settled", "fast");
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).isEqualTo("penstock: the gateway stops\n");
            assertThat(server.asked().getFirst().line()).isEqualTo("GET /admin/v1/calls/live");
        }
    }

    @Test
    void usageIsShownByGroup() {
        String usage =
                """
                {"data":[{"group":"fast","calls":2,"attempts":3,"failures":1,"input_tokens":10,
                 "output_tokens":5,"units":{},"cost_usd":"0.5","unpriced":0}]}
                """;
        try (AdminServer server = new AdminServer(200, usage)) {
            assertThat(typed(server).run("usage", "--by", "model").out())
                    .isEqualTo(
                            """
                            GROUP  CALLS  ATTEMPTS  FAILURES  INPUT  OUTPUT  COST
                            fast   2      3         1         10     5       0.5
                            """);
        }
    }

    @Test
    void settingsAreListedSetAndUnset() {
        String settings =
                """
                {"data":[{"name":"log.level","value":"info","source":"default","pinned_by":null,
                 "fallback":"info","rule":"must be loud","revision":null},
                 {"name":"heartbeat","value":"1s","source":"pinned","pinned_by":"penstock.yaml",
                 "fallback":"15s","rule":"must be a time","revision":null}]}
                """;
        try (AdminServer server = new AdminServer(200, settings)) {
            assertThat(typed(server).run("setting", "list").out())
                    .isEqualTo(
                            """
                            NAME       VALUE  SOURCE                  RULE
                            log.level  info   default                 must be loud
                            heartbeat  1s     fixed by penstock.yaml  must be a time
                            """);
            assertThat(typed(server).run("setting", "set", "log.level", "debug").out())
                    .isEqualTo("log.level is debug.\n");
            assertThat(typed(server).run("setting", "unset", "log.level").code()).isZero();
            assertThat(server.asked())
                    .extracting(AdminServer.Asked::line)
                    .containsExactly(
                            "GET /admin/v1/settings",
                            "PUT /admin/v1/settings/log.level",
                            "DELETE /admin/v1/settings/log.level");
        }
    }

    @Test
    void auditIsShown() {
        String audit =
                """
                {"data":[{"at":"2026-11-20T09:00:00Z","actor":"penstock","action":"prices.add",
                 "subject":null}]}
                """;
        try (AdminServer server = new AdminServer(200, audit)) {
            assertThat(typed(server).run("audit", "--action", "prices.").out())
                    .isEqualTo(
                            """
                            AT                    WHO       ACTION      SUBJECT
                            2026-11-20T09:00:00Z  penstock  prices.add  -
                            """);
        }
    }
}
