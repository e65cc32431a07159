// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import static dev.penstock.engine.World.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Step.Piece;
import dev.penstock.inference.Failure;
import dev.penstock.inference.Secret;
import dev.penstock.state.ProviderConfiguration;
import dev.penstock.state.ProviderCredential;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProviderPoolTest {

    private final World world = new World();

    @AfterEach
    void everythingIsReturned() {
        world.close();
    }

    private static ProviderCredential credential(
            int number, int weight, boolean enabled, Instant expires) {
        return new ProviderCredential(
                new UUID(0, number),
                "c" + number,
                Secret.of("secret-" + number),
                weight,
                enabled,
                expires,
                Tenants.BEGINNING,
                1,
                Tenants.BEGINNING);
    }

    private void pool(boolean enabled, ProviderCredential... credentials) {
        ProviderConfiguration before =
                world.tenants
                        .current()
                        .provider(Tenants.ORGANISATION, "one")
                        .orElseGet(() -> world.tenants.provider("one"));
        world.tenants.replace(
                before,
                new ProviderConfiguration(
                        before.id(),
                        before.organisation(),
                        before.uid(),
                        before.type(),
                        before.baseUrl(),
                        Arrays.asList(credentials),
                        before.options(),
                        false,
                        enabled,
                        before.created(),
                        2,
                        before.created()));
    }

    /// The numbers of the credentials that so many calls were recorded with.
    private List<Long> used(int calls) {
        int before = world.ledger.opened().size();
        for (int i = 0; i < calls; i++) {
            world.fake.answersBytes("one", Step.give(Piece.of("hello")));
            World.readAll(world.answer("one/m"));
        }
        List<Long> used = new ArrayList<>();
        world.ledger
                .opened()
                .subList(before, before + calls)
                .forEach(row -> used.add(row.credential().getLeastSignificantBits()));
        return used;
    }

    @Test
    void credentialsTakeTurnsByWeightAndTheRowSaysWhich() {
        pool(true, credential(1, 3, true, null), credential(2, 1, true, null));

        assertThat(used(8)).containsExactly(1L, 1L, 2L, 1L, 1L, 1L, 2L, 1L);
        assertThat(world.fake.made)
                .extracting(made -> made.settings.credential())
                .containsExactly(Secret.of("secret-1"), Secret.of("secret-2"));
    }

    @Test
    void credentialIsLeftOutOnceItIsSwitchedOffOrExpired() {
        Instant soon = Tenants.BEGINNING.plus(Duration.ofMinutes(5));
        pool(
                true,
                credential(1, 1, false, null),
                credential(2, 1, true, soon),
                credential(3, 1, true, null));

        assertThat(used(4)).containsExactly(2L, 3L, 2L, 3L);
        world.pass(Duration.ofMinutes(5));
        assertThat(used(2)).containsExactly(3L, 3L);
    }

    @Test
    void poolOfWhichNothingMayBeUsedHasNoCredential() {
        pool(true, credential(1, 1, false, null));

        Failure failure = failureOf(() -> world.answer("one/m"));

        assertThat(failure.code()).isEqualTo("no_credential");
        assertThat(failureOf(() -> world.engine().probe(Tenants.ORGANISATION, "one")).message())
                .contains("switched off or has expired");
        assertThat(world.ledger.opened()).isEmpty();
    }

    @Test
    void providerThatIsSwitchedOffIsUnknown() {
        pool(false, credential(1, 1, true, null));
        world.tenants.route("fast", new dev.penstock.inference.Target("one", "m"));

        assertThat(failureOf(() -> world.answer("one/m")).code()).isEqualTo("unknown_model");
        assertThat(failureOf(() -> world.answer("fast")).code()).isEqualTo("unknown_model");
        assertThat(world.engine().models(Tenants.caller("*"))).isEmpty();
    }

    @Test
    void statusOfARefusalStandsInTheRow() {
        world.tenants.provider("one");
        world.fake.refuses(
                "one",
                new Failure.Provider(Failure.ProviderKind.RATE_LIMITED, "slow down", 429, null));
        failureOf(() -> world.answer("one/m"));
        world.fake.answersBytes("one", Step.give(Piece.of("hello")));
        World.readAll(world.answer("one/m"));

        assertThat(world.ledger.closed()).extracting(row -> row.status()).containsExactly(429, 200);
    }
}
