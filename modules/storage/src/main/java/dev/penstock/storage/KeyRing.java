// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// The master keys in force: one seals, all of them open what they sealed.
final class KeyRing {

    private final AtomicReference<Keys> keys;

    private record Keys(MasterKey sealing, List<MasterKey> others) {

        Stream<MasterKey> all() {
            return Stream.concat(Stream.of(sealing), others.stream());
        }
    }

    /// A ring.
    ///
    /// @param others may hold the first as well, which changes nothing
    KeyRing(MasterKey sealing, List<MasterKey> others) {
        this.keys = new AtomicReference<>(new Keys(sealing, List.copyOf(others)));
    }

    /// The key that seals.
    MasterKey sealing() {
        return keys.get().sealing();
    }

    byte[] seal(byte[] plain, String place) {
        return sealing().seal(plain, place);
    }

    /// Opens a value with the key that sealed it.
    ///
    /// @throws dev.penstock.state.StateException UNUSABLE when that key is not here, or the value was
    ///     changed or moved
    byte[] open(byte[] sealed, String place) {
        Keys now = keys.get();
        return now.all()
                .filter(key -> key.sealed(sealed))
                .findFirst()
                .orElse(now.sealing())
                .open(sealed, place);
    }

    /// Whether the key that seals has sealed a value.
    boolean current(byte[] sealed) {
        return sealing().sealed(sealed);
    }

    /// Whether a key is here that sealed a value.
    boolean knows(byte[] sealed) {
        return keys.get().all().anyMatch(key -> key.sealed(sealed));
    }

    /// Lets another key seal from now on; all that were here still open.
    void sealWith(MasterKey key) {
        keys.updateAndGet(
                before -> new Keys(key, before.all().filter(other -> !other.same(key)).toList()));
    }
}
