// SPDX-License-Identifier: Apache-2.0
package dev.penstock.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.inference.Call;
import dev.penstock.inference.Caller;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.ModelPatterns;
import dev.penstock.inference.Secret;
import dev.penstock.inference.WireFormat;
import dev.penstock.spi.Authenticator;
import dev.penstock.spi.Phase;
import dev.penstock.spi.Policy;
import dev.penstock.spi.PolicyContext;
import dev.penstock.spi.PolicyFactory;
import dev.penstock.spi.PresentedKey;
import dev.penstock.state.Catalog;
import dev.penstock.state.CatalogSource;
import dev.penstock.state.IssuedKey;
import dev.penstock.state.KeyDigest;
import dev.penstock.state.KeyDigests;
import dev.penstock.state.KeyRecord;
import dev.penstock.state.KeyUses;
import dev.penstock.state.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OwnPoliciesTest {

    private static final Instant BEGINNING = Instant.parse("2026-03-01T00:00:00Z");
    private static final Tenant TENANT = new Tenant(new UUID(0, 1), new UUID(0, 2), new UUID(0, 3));

    private final AtomicReference<Instant> now = new AtomicReference<>(BEGINNING);
    private final AtomicReference<Catalog> catalog = new AtomicReference<>(Catalog.empty());
    private final AtomicInteger digests = new AtomicInteger();
    private final List<KeyRecord> records = new ArrayList<>();
    private final Map<UUID, Integer> used = new HashMap<>();
    private final KeyUses uses =
            new KeyUses() {
                @Override
                public void used(UUID key) {
                    used.merge(key, 1, Integer::sum);
                }

                @Override
                public Map<UUID, Instant> last(UUID organisation) {
                    throw new AssertionError("nobody asks here");
                }
            };
    private final Random random = new Random(3);
    private final PolicyFactory factory = new OwnPolicies();
    private final Authenticator authenticator = factory.authenticator(context()).orElseThrow();

    private PolicyContext context() {
        return new PolicyContext() {
            @Override
            public InstantSource clock() {
                return now::get;
            }

            @Override
            public <T> T port(Class<T> type) {
                if (type == CatalogSource.class) {
                    return type.cast(source());
                }
                if (type == KeyDigests.class) {
                    return type.cast(digests());
                }
                if (type == KeyUses.class) {
                    return type.cast(uses);
                }
                throw new IllegalArgumentException("no port " + type);
            }
        };
    }

    private CatalogSource source() {
        return new CatalogSource() {
            @Override
            public Catalog current() {
                return catalog.get();
            }

            @Override
            public void onChange(Consumer<Catalog> listener) {
                listener.accept(current());
            }
        };
    }

    private KeyDigests digests() {
        return new KeyDigests() {
            @Override
            public KeyDigest digest(Secret key) {
                return OwnPoliciesTest.this.digest(key);
            }

            @Override
            public KeyDigest ofSha256(String sha256) {
                throw new AssertionError("a caller shows the key itself");
            }
        };
    }

    private KeyDigest digest(Secret key) {
        digests.incrementAndGet();
        return new KeyDigest(HexFormat.of().toHexDigits(key.reveal().hashCode(), 8).repeat(8));
    }

    private Secret issued(ModelPatterns models, Instant expires, Instant revoked) {
        Secret key = IssuedKey.generate(random);
        records.add(
                new KeyRecord(
                        UUID.randomUUID(),
                        TENANT,
                        "laptop",
                        digest(key),
                        IssuedKey.lastFour(key),
                        models,
                        BEGINNING,
                        expires,
                        revoked));
        catalog.set(new Catalog(1, List.of(), List.of(), List.of(), records, List.of()));
        digests.set(0);
        return key;
    }

    private Caller authenticate(Secret key) {
        return authenticator.authenticate(new PresentedKey(key, "authorization"));
    }

    private Failure refusal(Secret key) {
        return catchThrowableOfType(FailureException.class, () -> authenticate(key)).failure();
    }

    @Test
    void issuedKeyNamesItsCaller() {
        ModelPatterns models = new ModelPatterns(List.of("demo/*"));
        Secret key = issued(models, null, null);

        assertThat(authenticate(key))
                .isEqualTo(
                        new Caller(
                                TENANT.organisation(),
                                TENANT.team(),
                                TENANT.project(),
                                records.getFirst().id(),
                                "laptop",
                                models));
        assertThat(digests).hasValue(1);
    }

    @Test
    void malformedKeyIsRefusedWithoutADigest() {
        String key = issued(ModelPatterns.all(), null, null).reveal();
        String other = key.charAt(10) == 'a' ? "b" : "a";

        refusal(Secret.of(key.substring(0, 10) + other + key.substring(11)));
        refusal(Secret.of("sk-pst-short"));

        assertThat(digests).hasValue(0);
    }

    @Test
    void keyOfAnotherFormIsLookedUpSinceItMayBeImported() {
        refusal(Secret.of("sk-of-another-gateway"));

        assertThat(digests).hasValue(1);
    }

    @Test
    void refusalsAllUseTheSameWords() {
        Secret unknown = IssuedKey.generate(random);
        Secret revoked = issued(ModelPatterns.all(), null, BEGINNING);
        Secret expired = issued(ModelPatterns.all(), BEGINNING, null);

        assertThat(
                        List.of(
                                refusal(Secret.of("x")),
                                refusal(unknown),
                                refusal(revoked),
                                refusal(expired)))
                .hasSize(4)
                .containsOnly(refusal(unknown));
        assertThat(refusal(unknown).status()).isEqualTo(401);
        assertThat(refusal(unknown).code()).isEqualTo("unauthenticated");
    }

    @Test
    void keyIsDeadFromItsExpiryOn() {
        Secret key = issued(ModelPatterns.all(), BEGINNING.plus(Duration.ofHours(1)), null);

        now.set(BEGINNING.plus(Duration.ofHours(1)).minusNanos(1));
        assertThat(authenticate(key).keyName()).isEqualTo("laptop");

        now.set(BEGINNING.plus(Duration.ofHours(1)));
        assertThat(refusal(key).status()).isEqualTo(401);
    }

    @Test
    void keyIsDeadWithTheCatalogueThatSaysSo() {
        Secret key = issued(ModelPatterns.all(), null, null);
        authenticate(key);

        catalog.set(Catalog.empty());

        assertThat(refusal(key).status()).isEqualTo(401);
    }

    @Test
    void rightsPassAllowedModelsAndRefuseOthersAsUnknown() {
        Policy rights = policy("model-rights");
        assertThat(rights.phase()).isEqualTo(Phase.RIGHTS);

        assertThat(rights.<String>around(call("demo/echo"), () -> "answer")).isEqualTo("answer");
        assertThatThrownBy(() ->
                        rights.<String>around(
                                call("gpt-5"),
                                () -> {
                                    throw new AssertionError("proceeded");
                                }))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e ->
                                assertThat(e.failure())
                                        .isEqualTo(Failure.Caller.unknownModel("gpt-5")));
    }

    private Policy policy(String name) {
        return factory.policies(context()).stream()
                .filter(policy -> policy.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void endpointThatTheKeyDoesNotNameIsForbidden() {
        Policy rights = policy("endpoint-rights");
        assertThat(rights.phase()).isEqualTo(Phase.RIGHTS);
        assertThat(rights.<String>around(call("m"), () -> "all")).isEqualTo("all");
        assertThat(rights.<String>around(call("m", Set.of("/v1/messages")), () -> "named"))
                .isEqualTo("named");
        Failure failure =
                catchThrowableOfType(
                                FailureException.class,
                                () ->
                                        rights.<String>around(
                                                call("m", Set.of("/v1/chat/completions")),
                                                () -> {
                                                    throw new AssertionError("proceeded");
                                                }))
                        .failure();
        assertThat(failure.status()).isEqualTo(403);
        assertThat(failure.message()).contains("/v1/messages");
    }

    @Test
    void useOfAnAcceptedKeyIsNotedAndThatOfARefusedOneIsNot() {
        Secret key = issued(ModelPatterns.all(), null, null);
        Secret dead = issued(ModelPatterns.all(), null, BEGINNING);
        authenticate(key);
        refusal(dead);
        assertThat(used).isEqualTo(Map.of(records.getFirst().id(), 1));
    }

    private static Call call(String model) {
        return call(model, null);
    }

    private static Call call(String model, Set<String> endpoints) {
        Caller caller =
                new Caller(
                        TENANT.organisation(),
                        TENANT.team(),
                        TENANT.project(),
                        new UUID(0, 9),
                        "laptop",
                        new ModelPatterns(List.of("demo/*")),
                        endpoints);
        return new Call(
                new UUID(0, 8),
                caller,
                "/v1/messages",
                WireFormat.ANTHROPIC_MESSAGES,
                model,
                false,
                BEGINNING);
    }
}
