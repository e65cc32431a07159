// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Secret;
import dev.penstock.state.Actor;
import dev.penstock.state.KeyDigest;
import dev.penstock.state.Maintenance.Rekeyed;
import dev.penstock.state.ProviderConfiguration;
import dev.penstock.state.StateException;
import dev.penstock.state.Store;
import dev.penstock.state.StoreSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Replicas change from one master key to another without a moment at which one of them cannot read.
abstract class OnlineRekeyContract {

    static final Secret OLD = Stores.MASTER_KEY;
    static final Secret NEW = RekeyContract.NEW;
    static final int PROVIDERS = 120;
    private static final Secret KEY = Secret.of("sk-pst-any");

    @TempDir Path directory;

    private final DatabaseStoreFactory factory = new DatabaseStoreFactory();
    private KeyDigest digest;

    abstract Place place();

    StoreSettings settings(Path at, Secret key, Secret... previous) {
        return withPrevious(place().settings(at, key, InstantSource.system()), previous);
    }

    static StoreSettings withPrevious(StoreSettings s, Secret... previous) {
        return new StoreSettings(
                s.dataDirectory(),
                s.database(),
                s.masterKey(),
                s.syncJournal(),
                s.replica(),
                s.boot(),
                s.clock(),
                s.random(),
                s.retention(),
                List.of(previous));
    }

    Store open(Secret key, Secret... previous) {
        return factory.open(settings(directory, key, previous));
    }

    static Actor actor(Store store) {
        return new Actor(store.accounts().firstTenant().organisation(), null, "penstock");
    }

    @BeforeEach
    void lay() {
        try (Store store = open(OLD)) {
            for (int i = 0; i < PROVIDERS; i++) {
                add(store, i);
            }
            digest = store.keyDigests().digest(KEY);
        }
    }

    @AfterEach
    void clear() {
        place().clear();
    }

    static void add(Store store, int number) {
        store.configuration()
                .addProvider(actor(store), StoreContract.provider("p" + number, "s" + number));
    }

    void assertReadable(Store store, int providers) {
        assertThat(store.keyDigests().digest(KEY)).isEqualTo(digest);
        assertThat(store.catalog().current().providers())
                .extracting(StoreContract::secret)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, providers).mapToObj(i -> "s" + i).toList());
    }

    private StateException refusal(Secret key, Secret... previous) {
        return StoreContract.catchState(() -> open(key, previous).close());
    }

    @Test
    void keyIsChangedInFourStepsAndEveryStartOnTheWayCanRead() {
        try (Store both = open(OLD, NEW)) {
            assertReadable(both, PROVIDERS);
        }
        try (Store turned = open(NEW, OLD)) {
            add(turned, PROVIDERS);
            assertReadable(turned, PROVIDERS + 1);
            Rekeyed first = turned.maintenance().rekey(actor(turned));
            assertThat(first.sealed()).as("all but what was added since").isEqualTo(PROVIDERS + 2);
            assertThat(first.remaining()).isZero();
            assertThat(first.made()).isFalse();
            Rekeyed again = turned.maintenance().rekey(actor(turned));
            assertThat(again).isEqualTo(new Rekeyed(0, 0, first.masterKey(), false));
        }
        try (Store alone = open(NEW)) {
            assertReadable(alone, PROVIDERS + 1);
        }
        assertThat(refusal(OLD)).hasMessageContaining("the master key is not the one");
    }

    @Test
    void newKeyAloneBeforeEverythingIsSealedWithItIsRefusedWithWhatToDo() {
        assertThat(refusal(NEW))
                .hasMessageContaining("PENSTOCK_PREVIOUS_MASTER_KEYS")
                .hasMessageContaining("penstock rekey --online");
        try (Store turned = open(NEW, OLD)) {
            add(turned, PROVIDERS);
        }
        assertThat(refusal(NEW))
                .hasMessageStartingWith(
                        PROVIDERS + 2 + " of " + (PROVIDERS + 3) + " stored secrets")
                .hasMessageContaining("PENSTOCK_PREVIOUS_MASTER_KEYS");
        assertThat(StoreContract.kindOf(() -> factory.check(settings(directory, NEW))))
                .isEqualTo(StateException.Kind.UNUSABLE);
        try (Store still = open(OLD, NEW)) {
            assertReadable(still, PROVIDERS + 1);
        }
    }

    @Test
    void orderIsTurnedBackTheSameWay() {
        try (Store turned = open(NEW, OLD)) {
            turned.maintenance().rekey(actor(turned));
        }
        try (Store back = open(OLD, NEW)) {
            assertThat(back.maintenance().rekey(actor(back)).sealed()).isEqualTo(PROVIDERS + 2);
        }
        try (Store alone = open(OLD)) {
            assertReadable(alone, PROVIDERS);
        }
    }

    @Test
    void providersThatComeAndGoMeanwhileStayReadable() throws Exception {
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        try (Store store = open(NEW, OLD)) {
            Thread changes =
                    Thread.ofPlatform()
                            .uncaughtExceptionHandler((_, e) -> failures.add(e))
                            .start(() -> {
                                for (int i = 0; i < 10; i++) {
                                    add(store, PROVIDERS + i);
                                    remove(store, "p" + i);
                                }
                            });
            Rekeyed last = store.maintenance().rekey(actor(store));
            assertThat(changes.join(StoreContract.SOON)).isTrue();
            assertThat(last.remaining()).isZero();
        }
        assertThat(failures).isEmpty();
        try (Store alone = open(NEW)) {
            assertThat(alone.catalog().current().providers())
                    .extracting(StoreContract::secret)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(10, PROVIDERS + 10).mapToObj(i -> "s" + i).toList());
        }
    }

    private static void remove(Store store, String uid) {
        ProviderConfiguration provider =
                store.catalog().current().provider(actor(store).organisation(), uid).orElseThrow();
        store.configuration().removeProvider(actor(store), provider.id());
    }
}
