// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Price;
import dev.penstock.inference.UsageClass;
import dev.penstock.state.ConfiguredPrice;
import dev.penstock.state.User;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class PriceImportTest {

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

    private static String fixture() throws IOException {
        try (InputStream in = PriceImportTest.class.getResourceAsStream("/prices/models.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void builtin(String type, String model, long input, long output) {
        server.store.configuration.prices.all.add(
                ConfiguredPrice.builtin(
                        new Price(
                                type + "/" + model + "@2026-01-01",
                                type,
                                model,
                                Instant.parse("2026-01-01T00:00:00Z"),
                                Map.of(UsageClass.INPUT, input, UsageClass.OUTPUT, output),
                                List.of())));
    }

    private Map<UsageClass, Long> rates(String type, String model) {
        return price(type, model).rates();
    }

    private Price price(String type, String model) {
        return server.store
                .current()
                .inForce(server.store.tenant.organisation(), type, model, server.now.get())
                .orElseThrow()
                .price();
    }

    @Test
    void amountsAreTakenExactlyAsTheyAreWritten() throws IOException {
        assertThat(server.post("/admin/v1/prices/import", fixture(), ADMIN).status())
                .isEqualTo(200);

        assertThat(rates("openai", "tern-2"))
                .isEqualTo(
                        Map.of(
                                UsageClass.INPUT, 1_250_000_000L,
                                UsageClass.OUTPUT, 10_000_000_000L,
                                UsageClass.CACHE_READ, 125_000_000L));
        // A tenth of a nano-dollar per million rounds to none, a hair less than 0.3 dollars to 0.3.
        assertThat(rates("anthropic", "wren"))
                .isEqualTo(
                        Map.of(
                                UsageClass.INPUT, 0L,
                                UsageClass.OUTPUT, 300_000_000L,
                                UsageClass.REASONING, 0L));
        assertThat(rates("openai", "finch-embedding"))
                .isEqualTo(Map.of(UsageClass.INPUT, 20_000_000L));
    }

    @Test
    void ratesForLargeInputsBecomeATier() throws IOException {
        server.post("/admin/v1/prices/import", fixture(), ADMIN);

        assertThat(rates("anthropic", "tern-2-long"))
                .containsEntry(UsageClass.INPUT, 3_000_000_000L)
                .containsEntry(UsageClass.CACHE_WRITE_5M, 3_750_000_000L)
                .containsEntry(UsageClass.CACHE_WRITE_1H, 6_000_000_000L);
        assertThat(price("anthropic", "tern-2-long").tiers())
                .containsExactly(
                        new Price.Tier(
                                200_000,
                                Map.of(
                                        UsageClass.INPUT, 6_000_000_000L,
                                        UsageClass.OUTPUT, 22_500_000_000L,
                                        UsageClass.CACHE_WRITE_1H, 12_000_000_000L)));
    }

    @Test
    void dryRunTellsTheDifferenceAndChangesNothing() throws IOException {
        builtin("openai", "tern-2", 2_000_000_000L, 8_000_000_000L);
        List<ConfiguredPrice> before = List.copyOf(server.store.configuration.prices.all);

        AdminServer.Result result =
                server.post("/admin/v1/prices/import?dry_run=true", fixture(), ADMIN);

        assertThat(server.store.configuration.prices.all).isEqualTo(before);
        assertThat(result.body().at("/applied").booleanValue()).isFalse();
        assertThat(result.body().at("/added").findValuesAsString("model"))
                .containsExactly("tern-2-long", "finch-embedding", "wren");
        assertThat(result.text("/changed/0/model")).isEqualTo("tern-2");
        assertThat(result.text("/changed/0/before/rates/input_tokens")).isEqualTo("2");
        assertThat(result.text("/changed/0/after/rates/input_tokens")).isEqualTo("1.25");
        assertThat(result.body().at("/changed").size()).isEqualTo(1);
    }

    @Test
    void importedTwiceIsOneChange() throws IOException {
        server.post("/admin/v1/prices/import", fixture(), ADMIN);
        List<ConfiguredPrice> once = List.copyOf(server.store.configuration.prices.all);
        server.now.set(server.now.get().plusSeconds(60));

        AdminServer.Result again = server.post("/admin/v1/prices/import", fixture(), ADMIN);

        assertThat(again.body().at("/unchanged").intValue()).isEqualTo(4);
        assertThat(again.body().at("/added").size()).isZero();
        assertThat(server.store.configuration.prices.all).isEqualTo(once);
    }

    @ParameterizedTest
    @CsvSource({
        "sample_spec,2,explains",
        "openai/tern-2,7,line 13 names the same model",
        "elsewhere/heron,52,is no type of this gateway",
        "finch-image,47,is not priced by tokens",
        "rook-unknown,58,output_cost_per_token is missing",
        "rook-negative,63,from 0 to 999 dollars",
        "rook-huge,69,from 0 to 999 dollars",
        "rook-steps,75,tiered_pricing",
        "rook-text,80,must be an object"
    })
    void whatIsNoPriceIsSkippedWithItsPlaceAndReason(String name, int line, String reason)
            throws IOException {
        AdminServer.Result result =
                server.post("/admin/v1/prices/import?dry_run=true", fixture(), ADMIN);

        JsonNode skipped =
                result.body()
                        .at("/skipped")
                        .valueStream()
                        .filter(row -> row.path("name").asString().equals(name))
                        .findFirst()
                        .orElseThrow();
        assertThat(skipped.path("line").intValue()).isEqualTo(line);
        assertThat(skipped.path("reason").asString()).contains(reason);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '#',
            value = {
                "[1],does not begin",
                "#{\"a\": {},\n \"a\": {}}#,line 2",
                "#{\"a\":\n\n nonsense}#,line 3",
                "{} {},goes on after",
                "#{\"a\": {\"input_cost_per_token\": 1e99999999999}}#,line 1",
                "#{\"a\"#,line 1"
            })
    void nonsenseIsRefusedWithItsPlace(String body, String place) {
        AdminServer.Result result = server.post("/admin/v1/prices/import", body, ADMIN);

        assertThat(result.status()).isEqualTo(400);
        assertThat(result.text("/detail")).contains(place);
        assertThat(server.store.configuration.prices.all).isEmpty();
    }

    @Test
    void fileOfMoreThanEightMebibytesIsRefused() {
        String body = "{\"a\":\"" + "x".repeat(PriceFile.MAX_BYTES) + "\"}";

        assertThat(server.post("/admin/v1/prices/import", body, ADMIN).status()).isEqualTo(413);
    }
}
