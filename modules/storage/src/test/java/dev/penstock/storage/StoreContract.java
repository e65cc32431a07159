// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Secret;
import dev.penstock.state.Accounts;
import dev.penstock.state.Actor;
import dev.penstock.state.Configuration;
import dev.penstock.state.ProviderConfiguration;
import dev.penstock.state.StateException;
import dev.penstock.state.Store;
import dev.penstock.state.StoreSettings;
import dev.penstock.state.User;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// The ground of the contract that every store keeps, whatever its database: a fresh store for each
/// test, which can be opened again. The contract itself is in the subclasses of this package, one for
/// each port; a database takes part with one subclass of each.
abstract class StoreContract {

    static final Duration SOON = Duration.ofSeconds(10);

    @TempDir Path directory;

    final MovableClock clock = new MovableClock(Instant.parse("2026-11-20T09:30:00.123456Z"));

    private Store store;

    /// Where the rows are kept.
    Place place() {
        return Place.H2;
    }

    /// Opens the store of some settings.
    Store open(StoreSettings settings) {
        return new DatabaseStoreFactory().open(settings);
    }

    @BeforeEach
    void openFirst() {
        store = open(place().settings(directory, null, clock));
    }

    @AfterEach
    void closeLast() {
        store.close();
        place().clear();
    }

    final Store store() {
        return store;
    }

    /// Closes the store and opens it anew.
    final void reopen() {
        store.close();
        store = open(place().settings(directory, null, clock));
    }

    final UUID organisation() {
        return store.accounts().firstTenant().organisation();
    }

    /// The gateway itself, in the first organisation.
    final Actor actor() {
        return new Actor(organisation(), null, "penstock");
    }

    /// Somebody of an organisation that has nothing.
    static Actor stranger() {
        return new Actor(UUID.randomUUID(), null, "stranger@example.org");
    }

    final User owner() {
        return store.accounts()
                .claim(
                        new Accounts.Claim(
                                "Acme", "Research", "Search", "Ada@Example.org", "$argon2id$hash"));
    }

    static Configuration.NewProvider provider(String uid, String secret) {
        return new Configuration.NewProvider(
                uid,
                "openai",
                URI.create("https://api.example.org/v1"),
                secret == null ? null : Secret.of(secret),
                Map.of("timeout.idle", "PT20S", "region", "eu"),
                true);
    }

    /// The secret of a provider that has one credential.
    static String secret(ProviderConfiguration provider) {
        assertThat(provider.credentials()).hasSize(1);
        return provider.credentials().getFirst().secret().reveal();
    }

    static StateException.Kind kindOf(ThrowingCallable call) {
        StateException failure = catchState(call);
        assertThat(failure).as("the call was expected to be refused").isNotNull();
        return failure.kind();
    }

    static StateException catchState(ThrowingCallable call) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(StateException.class, call);
    }
}
