// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.UsageClass;
import dev.penstock.state.CallRecords.Grouping;
import dev.penstock.state.Catalog;
import dev.penstock.state.ConfiguredPrice;
import dev.penstock.state.KeyDigest;
import dev.penstock.state.Store;
import dev.penstock.state.StoreSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows of the third schema, that of 0.1.0, in the schema of today.
class UpgradeTest {

    private static final UUID US = new UUID(0x7000, 1);
    private static final String AT = "TIMESTAMP WITH TIME ZONE '2026-10-01 10:30:00+00'";
    private static final Instant CREATED = Instant.parse("2026-10-01T10:30:00Z");

    @TempDir Path directory;

    @AfterEach
    void clear() {
        Postgres.SERVER.clear();
    }

    private static String id(int number) {
        return "'" + new UUID(0x7000, number) + "'";
    }

    private static void fill(Statement statement) throws SQLException {
        for (String[] rows : new String[][] {configured(id(1)), happened(id(1))}) {
            for (String sql : rows) {
                statement.execute("INSERT INTO " + sql);
            }
        }
    }

    private static String[] configured(String us) {
        return new String[] {
            "organisations VALUES (" + us + ", 'Old', " + AT + ")",
            "teams VALUES (" + id(2) + ", " + us + ", 't', " + AT + ")",
            "projects VALUES (" + id(3) + ", " + us + ", " + id(2) + ", 'p', " + AT + ")",
            "providers VALUES ("
                    + id(4)
                    + ", "
                    + us
                    + ", 'main', 'openai', NULL, TRUE, "
                    + AT
                    + ")",
            "routes VALUES (" + id(5) + ", " + us + ", 'fast', " + AT + ")",
            "route_targets VALUES (" + us + ", " + id(5) + ", 0, " + id(4) + ", 'm')",
            "issued_keys VALUES ("
                    + id(6)
                    + ", "
                    + us
                    + ", "
                    + id(2)
                    + ", "
                    + id(3)
                    + ", 'k', '"
                    + "0".repeat(64)
                    + "', 'abcd', ARRAY['*'], "
                    + AT
                    + ", NULL, NULL)",
            "prices VALUES ('old@1', NULL, 'openai', 'm', " + AT + ")",
            "price_rates VALUES (" + id(7) + ", NULL, 'old@1', NULL, 'INPUT', 5)",
        };
    }

    private static String[] happened(String us) {
        return new String[] {
            "ledger (attempt_id, call_id, organisation_id, team_id, project_id, key_id,"
                    + " provider, provider_type, public_model, upstream_model, endpoint,"
                    + " stream, opened, closed, state, outcome, usage_source,"
                    + " estimated_input, input_tokens, replica, boot, begins_call) VALUES ("
                    + id(8)
                    + ", "
                    + id(9)
                    + ", "
                    + us
                    + ", "
                    + id(2)
                    + ", "
                    + id(3)
                    + ", "
                    + id(6)
                    + ", 'main', 'openai', 'fast', 'm', '/v1/messages', FALSE, "
                    + AT
                    + ", "
                    + AT
                    + ", 'SETTLED', 'ok', 'PROVIDER', 1, 7, 'r', "
                    + id(10)
                    + ", TRUE)",
            "rollup_hours VALUES ("
                    + us
                    + ", "
                    + id(2)
                    + ", "
                    + id(3)
                    + ", "
                    + id(6)
                    + ", 'main', 'm', 'fast', 'ok', TIMESTAMP WITH TIME ZONE '2026-10-01"
                    + " 10:00:00+00', 1, 1, 0, 1, 0, 7, 0, 0, 0, 0, 0, 0, 0)",
        };
    }

    private void upgrade(Dialect dialect, StoreSettings settings) throws SQLException {
        Flyway.configure(UpgradeTest.class.getClassLoader())
                .dataSource(dialect.patientSource())
                .locations("classpath:META-INF/penstock/migrations/" + dialect.id())
                .target("3")
                .load()
                .migrate();
        try (Connection connection = dialect.patientSource().getConnection();
                Statement statement = connection.createStatement()) {
            fill(statement);
        }
        try (Store store = new DatabaseStoreFactory().open(settings)) {
            assertThat(store.opening().migrations()).isPositive();
            assertCatalogue(store.catalog().current());
            assertLedger(store);
        }
    }

    private static void assertCatalogue(Catalog catalog) {
        assertThat(catalog.provider(US, "main"))
                .hasValueSatisfying(provider -> {
                    assertThat(provider.enabled()).isTrue();
                    assertThat(provider.revision()).isEqualTo(1);
                    assertThat(provider.updated()).isEqualTo(CREATED);
                });
        assertThat(catalog.route(US, "fast"))
                .hasValueSatisfying(route -> assertThat(route.revision()).isEqualTo(1));
        assertThat(catalog.key(new KeyDigest("0".repeat(64))))
                .hasValueSatisfying(key -> {
                    assertThat(key.usable(CREATED)).isTrue();
                    assertThat(key.endpoints()).isNull();
                    assertThat(key.updated()).isEqualTo(CREATED);
                });
        assertThat(catalog.inForce(US, "openai", "m", CREATED))
                .hasValueSatisfying(price -> {
                    assertThat(price.source()).isEqualTo(ConfiguredPrice.Source.BUILTIN);
                    assertThat(price.price().rates()).containsEntry(UsageClass.INPUT, 5L);
                });
    }

    private static void assertLedger(Store store) {
        assertThat(store.calls().recent(US, null, 9))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.opened().credential()).isNull();
                    assertThat(entry.closed().status()).isNull();
                });
        assertThat(
                        store.calls()
                                .usage(
                                        US,
                                        Instant.parse("2026-10-01T10:00:00Z"),
                                        Instant.parse("2026-10-01T11:00:00Z"),
                                        Grouping.CREDENTIAL))
                .singleElement()
                .satisfies(total -> {
                    assertThat(total.group()).isEmpty();
                    assertThat(total.usage().of(UsageClass.INPUT)).isEqualTo(7);
                });
        assertThat(store.calls().since(US, store.calls().mark(US), 9).entries()).isEmpty();
    }

    @Test
    void embeddedDatabaseOfTheThirdSchema() throws SQLException {
        upgrade(new H2Dialect(directory), Stores.settings(directory));
    }

    @Test
    void postgresqlOfTheThirdSchema() throws SQLException {
        String name = Postgres.empty();
        StoreSettings settings =
                Postgres.SERVER.settings(
                        directory, name, Stores.MASTER_KEY, InstantSource.system());
        upgrade(new PostgresDialect(settings.database()), settings);
    }
}
