// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Secret;
import dev.penstock.state.Maintenance.Rekeyed;
import dev.penstock.state.Store;
import dev.penstock.state.StoreSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresOnlineRekeyTest extends OnlineRekeyContract {

    @TempDir Path other;

    @Override
    Place place() {
        return Postgres.SERVER;
    }

    private Store second(Secret key, Secret... previous) {
        Postgres.SERVER.share(directory, other);
        StoreSettings s = settings(other, key, previous);
        return new DatabaseStoreFactory()
                .open(
                        new StoreSettings(
                                other,
                                s.database(),
                                s.masterKey(),
                                false,
                                "replica-2",
                                UUID.randomUUID(),
                                s.clock(),
                                s.random(),
                                s.retention(),
                                s.previousMasterKeys()));
    }

    @Test
    void twoReplicasThatSealAtOnceSealEachSecretOnce() throws Exception {
        try (Store one = open(NEW, OLD);
                Store two = second(NEW, OLD);
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Rekeyed> first = threads.submit(() -> one.maintenance().rekey(actor(one)));
            Future<Rekeyed> second = threads.submit(() -> two.maintenance().rekey(actor(two)));
            List<Rekeyed> done =
                    List.of(first.get(30, TimeUnit.SECONDS), second.get(30, TimeUnit.SECONDS));
            assertThat(done.stream().mapToInt(Rekeyed::sealed).sum()).isEqualTo(PROVIDERS + 2);
            assertThat(one.maintenance().rekey(actor(one)).remaining()).isZero();
        }
        try (Store alone = open(NEW)) {
            assertReadable(alone, PROVIDERS);
        }
    }

    @Test
    void replicaOfTheFirstStepReadsWhatOneOfTheSecondSeals() {
        try (Store turned = open(NEW, OLD);
                Store waiting = second(OLD, NEW)) {
            turned.maintenance().rekey(actor(turned));
            add(turned, PROVIDERS);
            add(waiting, PROVIDERS + 1);
            assertReadable(waiting, PROVIDERS + 2);
            assertThat(turned.maintenance().rekey(actor(turned)))
                    .extracting(Rekeyed::sealed, Rekeyed::remaining)
                    .containsExactly(1, 0);
        }
    }
}
