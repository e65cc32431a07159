// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Secret;
import dev.penstock.state.DatabaseServer;
import dev.penstock.state.DatabaseSettings;
import dev.penstock.state.StateException;
import dev.penstock.state.Store;
import dev.penstock.state.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a server tells of itself, and looks at it beside a gateway.
class PostgresServerTest {

    private static final Secret OTHER_KEY =
            Secret.of("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVoxMjM0NTY=");

    @TempDir Path directory;

    private final DatabaseStoreFactory factory = new DatabaseStoreFactory();
    private final DatabaseSettings database = Postgres.SERVER.database(Postgres.empty());

    private StoreSettings settings(Secret key, InstantSource clock) {
        StoreSettings plain = Stores.settings(directory, key, clock);
        return new StoreSettings(
                directory,
                database,
                key,
                false,
                "one",
                plain.boot(),
                plain.clock(),
                plain.random());
    }

    private DatabaseServer server(InstantSource clock) {
        return factory.server(settings(Postgres.MASTER_KEY, clock)).orElseThrow();
    }

    @AfterEach
    void clear() {
        Postgres.SERVER.clear();
    }

    @Test
    void serverTellsItsVersionAndItsTime() {
        DatabaseServer server = server(InstantSource.system());

        assertThat(server.version()).matches("\\d+\\.\\d+.*");
        assertThat(server.latency()).isPositive().isLessThan(Duration.ofSeconds(5));
        assertThat(server.ahead().abs()).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void clockThatIsBehindIsSeen() {
        Instant start = Instant.now();
        DatabaseServer server = server(InstantSource.fixed(start.minus(Duration.ofHours(1))));

        assertThat(server.ahead()).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
    }

    @Test
    void checkBesideAGatewayStillLooksIntoTheDatabase() {
        StoreSettings settings = settings(Postgres.MASTER_KEY, InstantSource.system());
        try (Store store = factory.open(settings)) {
            assertThat(factory.held(settings)).isTrue();
            assertThat(factory.check(settings)).isFalse();
            StateException refusal =
                    StoreContract.catchState(
                            () -> factory.check(settings(OTHER_KEY, InstantSource.system())));
            assertThat(refusal).isNotNull();
            assertThat(refusal.kind()).isEqualTo(StateException.Kind.UNUSABLE);
            assertThat(store.healthy()).isTrue();
        }
        assertThat(factory.held(settings)).isFalse();
    }
}
