// SPDX-License-Identifier: Apache-2.0
package dev.penstock.policies;

import dev.penstock.inference.Caller;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.spi.Authenticator;
import dev.penstock.spi.PresentedKey;
import dev.penstock.state.CatalogSource;
import dev.penstock.state.IssuedKey;
import dev.penstock.state.KeyDigests;
import dev.penstock.state.KeyRecord;
import dev.penstock.state.KeyUses;
import java.time.InstantSource;
import java.util.Optional;

/// Knows callers by their issued keys. Looks only at the current catalogue, so a key is dead with the
/// catalogue that says so.
final class IssuedKeyAuthenticator implements Authenticator {

    private static final Failure REFUSED =
            new Failure.Caller(
                    Failure.CallerKind.UNAUTHENTICATED,
                    "the API key of this request is not valid here");

    private final CatalogSource catalog;
    private final KeyDigests digests;
    private final KeyUses uses;
    private final InstantSource clock;

    IssuedKeyAuthenticator(
            CatalogSource catalog, KeyDigests digests, KeyUses uses, InstantSource clock) {
        this.catalog = catalog;
        this.digests = digests;
        this.uses = uses;
        this.clock = clock;
    }

    @Override
    public Caller authenticate(PresentedKey key) {
        // A key that was imported from another gateway has another form.
        String text = key.secret().reveal();
        if (text.startsWith(IssuedKey.PREFIX) && !IssuedKey.wellFormed(text)) {
            throw new FailureException(REFUSED);
        }
        Optional<KeyRecord> record = catalog.current().key(digests.digest(key.secret()));
        if (record.isEmpty() || !record.get().usable(clock.instant())) {
            throw new FailureException(REFUSED);
        }
        uses.used(record.get().id());
        return caller(record.get());
    }

    private static Caller caller(KeyRecord key) {
        return new Caller(
                key.tenant().organisation(),
                key.tenant().team(),
                key.tenant().project(),
                key.id(),
                key.name(),
                key.models(),
                key.endpoints());
    }
}
