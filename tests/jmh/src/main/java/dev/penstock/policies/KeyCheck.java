// SPDX-License-Identifier: Apache-2.0
package dev.penstock.policies;

import dev.penstock.inference.Caller;
import dev.penstock.inference.ModelPatterns;
import dev.penstock.inference.Secret;
import dev.penstock.spi.PresentedKey;
import dev.penstock.state.Catalog;
import dev.penstock.state.CatalogSource;
import dev.penstock.state.IssuedKey;
import dev.penstock.state.KeyDigests;
import dev.penstock.state.KeyRecord;
import dev.penstock.state.KeyUses;
import dev.penstock.state.Tenant;
import dev.penstock.storage.Digests;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// From the key of a request to its caller: form, digest, lookup.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class KeyCheck {

    private static final int PRESENTED = 64;

    /// How many keys are issued.
    @Param({"10", "100000"})
    public int keys;

    private final List<PresentedKey> presented = new ArrayList<>();
    private final KeyDigests digests = Digests.withPepper(new byte[32]);
    private IssuedKeyAuthenticator authenticator;
    private int next;

    /// Issues the keys.
    @Setup
    public void issue() {
        Random random = new Random(1);
        List<KeyRecord> records = new ArrayList<>();
        Tenant tenant = new Tenant(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
        presented.clear();
        for (int key = 0; key < keys; key++) {
            Secret secret = IssuedKey.generate(random);
            records.add(
                    new KeyRecord(
                            UUID.randomUUID(),
                            tenant,
                            "bench",
                            digests.digest(secret),
                            IssuedKey.lastFour(secret),
                            ModelPatterns.all(),
                            Instant.EPOCH,
                            null,
                            null));
            if (key < PRESENTED) {
                presented.add(new PresentedKey(secret, "authorization"));
            }
        }
        Catalog catalog = new Catalog(1, List.of(), List.of(), List.of(), records, List.of());
        authenticator =
                new IssuedKeyAuthenticator(
                        source(catalog), digests, uses(), InstantSource.system());
    }

    private static KeyUses uses() {
        return new KeyUses() {
            @Override
            public void used(UUID key) {}

            @Override
            public Map<UUID, Instant> last(UUID organisation) {
                return Map.of();
            }
        };
    }

    private static CatalogSource source(Catalog catalog) {
        return new CatalogSource() {
            @Override
            public Catalog current() {
                return catalog;
            }

            @Override
            public void onChange(Consumer<Catalog> listener) {
                listener.accept(catalog);
            }
        };
    }

    /// A key that is known.
    @Benchmark
    public Caller known() {
        next = (next + 1) % presented.size();
        return authenticator.authenticate(presented.get(next));
    }
}
