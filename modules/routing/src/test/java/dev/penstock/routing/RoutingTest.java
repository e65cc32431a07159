// SPDX-License-Identifier: Apache-2.0
package dev.penstock.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.inference.Caller;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.ModelPatterns;
import dev.penstock.inference.Plan;
import dev.penstock.inference.Route;
import dev.penstock.inference.Target;
import dev.penstock.state.Catalog;
import dev.penstock.state.ConfiguredRoute;
import dev.penstock.state.ProviderConfiguration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RoutingTest {

    private static final UUID OURS = new UUID(0, 1);
    private static final UUID THEIRS = new UUID(0, 2);
    private static final Offers NOTHING = (_, _) -> false;

    private final List<ProviderConfiguration> providers = new ArrayList<>();
    private final List<ConfiguredRoute> routes = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    private void provider(UUID organisation, String uid, boolean passes, int created) {
        providers.add(
                new ProviderConfiguration(
                        UUID.randomUUID(),
                        organisation,
                        uid,
                        "fake",
                        null,
                        List.of(),
                        Map.of(),
                        passes,
                        Instant.ofEpochSecond(created)));
    }

    private void route(UUID organisation, String name, Target... targets) {
        routes.add(
                new ConfiguredRoute(
                        UUID.randomUUID(),
                        organisation,
                        new Route(name, List.of(targets)),
                        Instant.EPOCH));
    }

    private Plan plan(String model, Offers offers, String... patterns) {
        Catalog catalog = new Catalog(1, List.of(), providers, routes, List.of(), List.of());
        Caller caller =
                new Caller(
                        OURS,
                        new UUID(0, 3),
                        new UUID(0, 4),
                        new UUID(0, 5),
                        "key",
                        new ModelPatterns(List.of(patterns)));
        return Routing.plan(catalog, caller, model, offers);
    }

    private Plan plan(String model) {
        return plan(model, NOTHING, "*");
    }

    private Offers offering(String uid, String name) {
        return (provider, model) -> {
            asked.add(provider.uid());
            return provider.uid().equals(uid) && model.equals(name);
        };
    }

    private void assertUnknown(String model, Offers offers, String... patterns) {
        assertThatThrownBy(() -> plan(model, offers, patterns))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isEqualTo(Failure.Caller.unknownModel(model)));
    }

    @Test
    void publicNameLeadsToItsTargetsInOrder() {
        provider(OURS, "one", false, 1);
        provider(OURS, "two", false, 2);
        route(OURS, "fast", new Target("two", "b"), new Target("one", "a"));

        assertThat(plan("fast"))
                .isEqualTo(
                        new Plan(
                                "fast",
                                "fast",
                                List.of(new Target("two", "b"), new Target("one", "a"))));
    }

    @Test
    void publicNameComesBeforeAnAddressedProvider() {
        provider(OURS, "one", false, 1);
        provider(OURS, "two", false, 2);
        route(OURS, "one/m", new Target("two", "x"));

        assertThat(plan("one/m").targets()).containsExactly(new Target("two", "x"));
    }

    @Test
    void addressedProviderIsSplitAtTheFirstSlash() {
        provider(OURS, "one", false, 1);

        assertThat(plan("one/meta/llama-4"))
                .isEqualTo(
                        new Plan(
                                "one/meta/llama-4",
                                null,
                                List.of(new Target("one", "meta/llama-4"))));
    }

    @Test
    void addressedProviderComesBeforeThoseThatPassUnknownNames() {
        provider(OURS, "passing", true, 1);
        provider(OURS, "one", false, 2);

        assertThat(plan("one/m", offering("passing", "one/m"), "*").targets())
                .containsExactly(new Target("one", "m"));
        assertThat(asked).isEmpty();
    }

    @Test
    void otherNamesAreAskedOfPassingProvidersOldestFirst() {
        provider(OURS, "third", true, 3);
        provider(OURS, "first", true, 1);
        provider(OURS, "closed", false, 0);
        provider(OURS, "second", true, 2);

        assertThat(plan("meta/llama-4", offering("second", "meta/llama-4"), "*"))
                .isEqualTo(
                        new Plan(
                                "meta/llama-4",
                                null,
                                List.of(new Target("second", "meta/llama-4"))));
        assertThat(asked).containsExactly("first", "second");
    }

    @Test
    void nameThatNobodyKnowsIsUnknown() {
        provider(OURS, "one", true, 1);

        assertUnknown("nothing", NOTHING, "*");
        assertUnknown("two/m", NOTHING, "*");
        assertUnknown("/m", NOTHING, "*");
        assertUnknown("one/", NOTHING, "*");
        assertUnknown("one", NOTHING, "*");
    }

    @Test
    void forbiddenNameLooksLikeAnUnknownOneAndIsAskedOfNobody() {
        provider(OURS, "one", true, 1);
        route(OURS, "fast", new Target("one", "m"));

        assertUnknown("fast", offering("one", "fast"), "slow", "one/*");
        assertUnknown("fast", offering("one", "fast"));
        assertThat(asked).isEmpty();
    }

    @Test
    void patternsApplyToTheNameAsWritten() {
        provider(OURS, "one", false, 1);
        route(OURS, "fast", new Target("one", "m"));

        assertThat(plan("fast", NOTHING, "fast").targets()).hasSize(1);
        assertUnknown("one/m", NOTHING, "fast", "m");
    }

    @Test
    void namesOfOtherOrganisationsAreUnknown() {
        provider(THEIRS, "one", true, 1);
        route(THEIRS, "fast", new Target("one", "m"));

        assertUnknown("fast", (_, _) -> true, "*");
        assertUnknown("one/m", (_, _) -> true, "*");
    }

    @Test
    void targetsWithoutTheirProviderAreLeftOut() {
        provider(OURS, "one", true, 1);
        route(OURS, "half", new Target("gone", "x"), new Target("one", "m"));
        route(OURS, "dead", new Target("gone", "x"));

        assertThat(plan("half").targets()).containsExactly(new Target("one", "m"));
        assertUnknown("dead", (_, _) -> true, "*");
    }

    @Test
    void longNamesAreNotRepeatedInFull() {
        assertThat(Failure.Caller.unknownModel("x".repeat(10_000)).message()).hasSizeLessThan(200);
    }
}
