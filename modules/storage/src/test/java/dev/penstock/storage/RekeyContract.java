// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.penstock.inference.Secret;
import dev.penstock.state.Actor;
import dev.penstock.state.KeyDigest;
import dev.penstock.state.StateException;
import dev.penstock.state.Store;
import dev.penstock.state.StoreSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A new master key takes the place of the old one, wholly or not at all.
abstract class RekeyContract {

    static final Secret OLD = Stores.MASTER_KEY;
    static final Secret NEW = Secret.of("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVoxMjM0NTY=");
    private static final Secret KEY = Secret.of("sk-pst-any");

    @TempDir Path directory;

    private final DatabaseStoreFactory factory = new DatabaseStoreFactory();
    private KeyDigest digest;

    abstract Place place();

    StoreSettings settings(Secret key) {
        return place().settings(directory, key, InstantSource.system());
    }

    @BeforeEach
    void lay() {
        try (Store store = factory.open(settings(OLD))) {
            Actor actor =
                    new Actor(store.accounts().firstTenant().organisation(), null, "penstock");
            for (int i = 0; i < 5; i++) {
                store.configuration().addProvider(actor, StoreContract.provider("p" + i, "s" + i));
            }
            digest = store.keyDigests().digest(KEY);
        }
    }

    @AfterEach
    void clear() {
        place().clear();
    }

    private void assertReadableWith(Secret key) {
        try (Store store = factory.open(settings(key))) {
            assertThat(store.keyDigests().digest(KEY)).isEqualTo(digest);
            assertThat(store.catalog().current().providers())
                    .extracting(provider -> provider.credentials().getFirst().secret().reveal())
                    .containsExactlyInAnyOrderElementsOf(
                            java.util.stream.IntStream.range(0, 5).mapToObj(i -> "s" + i).toList());
        }
    }

    private void assertRefused(Secret key) {
        assertThat(StoreContract.kindOf(() -> factory.open(settings(key)).close()))
                .isEqualTo(StateException.Kind.UNUSABLE);
    }

    @Test
    void everythingIsReadableWithTheNewKeyAndNothingWithTheOld() {
        assertThat(factory.rekey(settings(OLD), NEW)).isEqualTo(7);
        assertReadableWith(NEW);
        assertRefused(OLD);
    }

    @Test
    void wrongOrEqualKeyIsRefusedAndChangesNothing() {
        for (List<Secret> pair : List.of(List.of(NEW, OLD), List.of(OLD, OLD))) {
            assertThat(
                            StoreContract.kindOf(
                                    () -> factory.rekey(settings(pair.getFirst()), pair.getLast())))
                    .isEqualTo(StateException.Kind.UNUSABLE);
        }
        assertThat(StoreContract.kindOf(() -> factory.rekey(settings(OLD), Secret.of("too-short"))))
                .isEqualTo(StateException.Kind.UNUSABLE);
        assertReadableWith(OLD);
    }

    @Test
    void deathAtAnyMomentLeavesAllWithTheOldKeyOrAllWithTheNew() {
        for (String moment : List.of("prepared", "sealed")) {
            dieAt(moment);
            assertReadableWith(OLD);
        }
        dieAt("committed");
        assertReadableWith(NEW);
    }

    private void dieAt(String moment) {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        new Rekeying(
                                        settings(OLD),
                                        reached -> {
                                            if (reached.equals(moment)) {
                                                throw new IllegalStateException("died");
                                            }
                                        })
                                .run(NEW))
                .withMessage("died");
    }

    @Test
    void runningGatewayIsARefusal() {
        try (Store running = factory.open(settings(OLD))) {
            assertThat(StoreContract.kindOf(() -> factory.rekey(settings(OLD), NEW)))
                    .isEqualTo(StateException.Kind.UNUSABLE);
            assertThat(running.healthy()).isTrue();
        }
        assertReadableWith(OLD);
    }

    @Test
    void keyOfTheFileIsReplacedInTheFileWhateverHappens() throws Exception {
        Path file = directory.resolve("master.key");
        Files.writeString(file, OLD.reveal());
        StoreSettings byFile = withoutKey();
        for (String moment : List.of("prepared", "committed")) {
            assertThatIllegalStateException()
                    .isThrownBy(() ->
                            new Rekeying(
                                            byFile,
                                            reached -> {
                                                if (reached.equals(moment)) {
                                                    throw new IllegalStateException("died");
                                                }
                                            })
                                    .run(NEW));
            factory.check(byFile);
            factory.open(byFile).close();
            assertThat(Files.readString(file).strip())
                    .isEqualTo((moment.equals("prepared") ? OLD : NEW).reveal());
            assertThat(directory.resolve("master.key.next")).doesNotExist();
        }
        assertReadableWith(NEW);
    }

    private StoreSettings withoutKey() {
        StoreSettings with = settings(OLD);
        return new StoreSettings(
                directory,
                with.database(),
                null,
                false,
                with.replica(),
                with.boot(),
                with.clock(),
                with.random());
    }
}
