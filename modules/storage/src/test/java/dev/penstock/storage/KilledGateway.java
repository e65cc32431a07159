// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.state.Ledger;
import dev.penstock.state.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/// A process that opens and closes rows until it is killed, and says of each what it was told is done. It
/// also ends when nobody can hear it any more, so that no test that died leaves it behind.
final class KilledGateway {

    private static final int THREADS = 8;

    private KilledGateway() {}

    public static void main(String[] arguments) throws IOException {
        UUID organisation = UUID.fromString(arguments[1]);
        Store store =
                new DatabaseStoreFactory()
                        .open(Stores.settings(Path.of(arguments[0]), arguments[2]));
        for (int i = 0; i < THREADS; i++) {
            Thread.ofPlatform().start(() -> work(store, organisation));
        }
        // The other end of standard input is held by the test and by nobody else.
        while (System.in.read() >= 0) {}
        Runtime.getRuntime().halt(1);
    }

    private static void work(Store store, UUID organisation) {
        while (true) {
            LedgerEntry.Opened row = Rows.opened(organisation);
            store.ledger().open(row, Ledger.Durability.JOURNALED);
            say("opened " + row.attempt());
            store.ledger().close(Rows.settled(row));
            say("closed " + row.attempt());
        }
    }

    private static void say(String line) {
        synchronized (KilledGateway.class) {
            System.out.println(line);
            if (System.out.checkError()) {
                Runtime.getRuntime().halt(1);
            }
        }
    }
}
