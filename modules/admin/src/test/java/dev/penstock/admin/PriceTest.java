// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import static dev.penstock.admin.AdminServer.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Price;
import dev.penstock.inference.UsageClass;
import dev.penstock.state.ConfiguredPrice;
import dev.penstock.state.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTest {

    private static final String[] ADMIN = {"authorization", "Bearer admin-token"};
    private static final String[] VIEWER = {"authorization", "Bearer viewer-token"};

    private final AdminServer server = new AdminServer();

    @BeforeEach
    void people() {
        server.store.people.person(User.Role.ADMIN, "admin-token");
        server.store.people.person(User.Role.VIEWER, "viewer-token");
        for (String name : List.of("anthropic/lark", "openai/a", "openai/b", "openai/team/c")) {
            String[] parts = name.split("/", 2);
            server.store.configuration.prices.all.add(
                    ConfiguredPrice.builtin(
                            new Price(
                                    name + "@2026-01-01",
                                    parts[0],
                                    parts[1],
                                    Instant.parse("2026-01-01T00:00:00Z"),
                                    Map.of(UsageClass.INPUT, 150_000_000L),
                                    List.of(
                                            new Price.Tier(
                                                    200_000,
                                                    Map.of(UsageClass.INPUT, 300_000_000L))))));
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<String> models(String query) {
        return server.get("/admin/v1/prices" + query, VIEWER)
                .body()
                .at("/data")
                .findValuesAsString("model");
    }

    @Test
    void pricesInForceSayWhereTheyComeFromAndWhatTheyAreFor() {
        AdminServer.Result result = server.get("/admin/v1/prices?model=lark", VIEWER);

        assertThat(result.text("/data/0/source")).isEqualTo("builtin");
        assertThat(result.body().at("/data/0/per").intValue()).isEqualTo(1_000_000);
        assertThat(result.text("/data/0/rates/input_tokens")).isEqualTo("0.15");
        assertThat(result.body().at("/data/0/tiers/0/above_input_tokens").intValue())
                .isEqualTo(200_000);
        assertThat(result.text("/data/0/tiers/0/rates/input_tokens")).isEqualTo("0.3");
    }

    @Test
    void pricesArePagedAndFiltered() {
        assertThat(models("")).containsExactly("lark", "a", "b", "team/c");
        assertThat(models("?provider_type=openai")).containsExactly("a", "b", "team/c");
        AdminServer.Result first = server.get("/admin/v1/prices?limit=2", VIEWER);
        assertThat(first.text("/next")).isEqualTo("openai/a");
        assertThat(models("?limit=2&after=openai/a")).containsExactly("b", "team/c");
        assertThat(models("?after=openai/team/c")).isEmpty();
        assertThat(models("?after=openai/aa")).containsExactly("b", "team/c");
    }

    @Test
    void overrideHoldsFromNowOnAndItsEndBringsThePriceOfTheInstallationBack() {
        AdminServer.Result set =
                server.put(
                        "/admin/v1/prices/openai/a",
                        """
                        {"rates":{"input_tokens":"0.000000001","output_tokens":"2"},
                         "tiers":[{"above_input_tokens":1000,"rates":{"input_tokens":"5"}}]}
                        """,
                        ADMIN);

        assertThat(set.status()).isEqualTo(200);
        assertThat(set.text("/source")).isEqualTo("override");
        assertThat(set.text("/valid_from")).isEqualTo(server.now.get().toString());
        AdminServer.Result now = server.get("/admin/v1/prices?provider_type=openai", VIEWER);
        assertThat(now.text("/data/0/rates/input_tokens")).isEqualTo("0.000000001");
        assertThat(now.text("/data/0/tiers/0/rates/input_tokens")).isEqualTo("5");

        assertThat(server.delete("/admin/v1/prices/openai/a", ADMIN).status()).isEqualTo(204);
        assertThat(
                        server.get("/admin/v1/prices?provider_type=openai", VIEWER)
                                .text("/data/0/source"))
                .isEqualTo("builtin");
        assertThat(server.delete("/admin/v1/prices/openai/a", ADMIN).status()).isEqualTo(404);
    }

    @Test
    void overrideIsChangedUnderItsRevision() {
        String path = "/admin/v1/prices/openai/a";
        String one = "{\"rates\":{\"input_tokens\":\"1\"}}";
        String none = server.get(path, VIEWER).etag();

        AdminServer.Result first = server.put(path, one, with(ADMIN, "if-match", none));

        assertThat(none).isEqualTo("\"0\"");
        assertThat(first.status()).isEqualTo(200);
        assertThat(server.get(path, VIEWER).etag()).isEqualTo(first.etag());
        assertThat(server.get(path, VIEWER).text("/source")).isEqualTo("override");
        String[] late = with(ADMIN, "if-match", none);
        assertThat(server.put(path, one, late).status()).isEqualTo(412);
        assertThat(server.delete(path, late).status()).isEqualTo(412);
        assertThat(server.delete(path, with(ADMIN, "if-match", first.etag())).status())
                .isEqualTo(204);
    }

    @Test
    void priceOfAModelThatHasNoneIsNotThere() {
        assertThat(server.get("/admin/v1/prices/openai/none", VIEWER).status()).isEqualTo(404);
        assertThat(server.get("/admin/v1/prices/openai/team%2Fc", VIEWER).text("/model"))
                .isEqualTo("team/c");
    }

    @Test
    void modelMayHaveASlashWrittenAsItsCode() {
        AdminServer.Result set =
                server.put(
                        "/admin/v1/prices/openai/team%2Fc",
                        "{\"rates\":{\"input_tokens\":\"1\"}}", ADMIN);

        assertThat(set.text("/model")).isEqualTo("team/c");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '#',
            delimiter = '|',
            value = {
                "{}|/rates",
                "{\"rates\":{}}|/rates",
                "{\"rates\":{\"input_tokens\":0.15}}|/rates",
                "{\"rates\":{\"input_tokens\":\"1e3\"}}|/rates/input_tokens",
                "{\"rates\":{\"input_tokens\":\"-1\"}}|/rates/input_tokens",
                "{\"rates\":{\"input_tokens\":\"0.0000000001\"}}|/rates/input_tokens",
                "{\"rates\":{\"words\":\"1\"}}|/rates/words",
                "{\"rates\":{\"input_tokens\":\"1\"},\"tier\":[]}|/tier",
                "{\"rates\":{\"input_tokens\":\"1\"},\"tiers\":[1]}|/tiers",
                "{\"rates\":{\"input_tokens\":\"1\"},\"tiers\":[{\"rates\":{\"input_tokens\":\"1\"}}]}|/tiers/0/above_input_tokens",
                "{\"rates\":{\"input_tokens\":\"1\"},\"tiers\":[{\"above_input_tokens\":5,\"rates\":{\"input_tokens\":\"1\"},\"x\":1}]}|/tiers/0/x",
            })
    void nonsenseInAnOverrideIsNamed(String body, String pointer) {
        AdminServer.Result result = server.put("/admin/v1/prices/openai/a", body, ADMIN);

        assertThat(result.status()).isEqualTo(422);
        assertThat(result.body().at("/errors").findValuesAsString("pointer")).contains(pointer);
    }

    @Test
    void typeThatThisGatewayDoesNotKnowHasNoPrices() {
        AdminServer.Result result =
                server.put(
                        "/admin/v1/prices/nobody/a", "{\"rates\":{\"input_tokens\":\"1\"}}", ADMIN);

        assertThat(result.status()).isEqualTo(404);
        assertThat(result.text("/detail")).contains("anthropic, demo, openai");
    }

    @Test
    void viewersMayNotSetPrices() {
        assertThat(server.put("/admin/v1/prices/openai/a", "{}", VIEWER).status()).isEqualTo(403);
        assertThat(server.post("/admin/v1/prices/import", "{}", VIEWER).status()).isEqualTo(403);
        assertThat(server.delete("/admin/v1/prices/openai/a", VIEWER).status()).isEqualTo(403);
    }
}
