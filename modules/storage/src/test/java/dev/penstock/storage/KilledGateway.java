// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.state.Store;
import java.nio.file.Path;
import java.util.UUID;

/// A process that opens and closes rows until it is killed, and says of each what it was told is done.
final class KilledGateway {

    private static final int THREADS = 8;

    private KilledGateway() {}

    public static void main(String[] arguments) throws InterruptedException {
        UUID organisation = UUID.fromString(arguments[1]);
        Store store =
                new DatabaseStoreFactory()
                        .open(Stores.settings(Path.of(arguments[0]), arguments[2]));
        for (int i = 0; i < THREADS; i++) {
            Thread.ofPlatform().start(() -> work(store, organisation));
        }
        Thread.currentThread().join();
    }

    private static void work(Store store, UUID organisation) {
        while (true) {
            LedgerEntry.Opened row = Rows.opened(organisation);
            store.ledger().open(row);
            say("opened " + row.attempt());
            store.ledger().close(Rows.settled(row));
            say("closed " + row.attempt());
        }
    }

    private static void say(String line) {
        synchronized (KilledGateway.class) {
            System.out.println(line);
            System.out.flush();
        }
    }
}
