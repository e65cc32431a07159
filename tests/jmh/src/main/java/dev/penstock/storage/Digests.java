// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.KeyDigests;

/// The store's own digests, without a store.
public final class Digests {

    private Digests() {}

    /// Under that pepper, of 32 bytes.
    public static KeyDigests withPepper(byte[] pepper) {
        return new PepperedDigests(pepper);
    }
}
