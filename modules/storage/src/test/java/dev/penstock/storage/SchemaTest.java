// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.UsageClass;
import dev.penstock.state.Accounts;
import dev.penstock.state.Actor;
import dev.penstock.state.Configuration;
import dev.penstock.state.DatabaseSettings;
import dev.penstock.state.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tables of the embedded database, and what changes leave in them.
class SchemaTest {

    @TempDir Path directory;

    @BeforeEach
    void makeSomeChanges() {
        try (Store store = new DatabaseStoreFactory().open(Stores.settings(directory))) {
            Actor actor =
                    new Actor(store.accounts().firstTenant().organisation(), null, "penstock");
            var provider =
                    store.configuration()
                            .addProvider(actor, StoreContract.provider("main", "upstream-canary"));
            store.configuration().removeProvider(actor, provider.id());
            store.accounts()
                    .claim(new Accounts.Claim("Acme", "R", "S", "ada@example.org", "$hash-canary"));
            StoreContract.catchState(() ->
                    store.configuration().removeProvider(StoreContract.stranger(), provider.id()));
            store.configuration()
                    .addProvider(
                            actor,
                            new Configuration.NewProvider(
                                    "bare",
                                    "demo",
                                    null,
                                    null,
                                    java.util.Map.of("token", "option-canary"),
                                    false));
        }
    }

    private List<String> query(String sql) throws SQLException {
        try (Connection connection = new H2Dialect(directory).dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }

    @Test
    void everyTableSaysWhoseItsRowsAre() throws SQLException {
        List<String> without =
                query(
                        "SELECT table_name FROM information_schema.tables t WHERE table_schema ="
                                + " 'PUBLIC' AND NOT EXISTS (SELECT 1 FROM"
                                + " information_schema.columns c WHERE c.table_name ="
                                + " t.table_name AND c.column_name = 'ORGANISATION_ID')");
        assertThat(without).containsExactlyInAnyOrder("ORGANISATIONS", "flyway_schema_history");
    }

    @Test
    void ledgerHasAColumnForEveryUsageClass() throws SQLException {
        List<String> columns =
                query(
                        "SELECT LOWER(column_name) FROM information_schema.columns WHERE"
                                + " table_name = 'LEDGER'");
        assertThat(columns)
                .contains(
                        Stream.of(UsageClass.values()).map(UsageClass::id).toArray(String[]::new));
    }

    @Test
    void newestMigrationIsTheOneThatTheDialectNames() throws IOException {
        assertNewest(new H2Dialect(directory));
        assertNewest(
                new PostgresDialect(
                        new DatabaseSettings("jdbc:postgresql://x/y", "penstock", null)));
    }

    private static void assertNewest(Dialect dialect) throws IOException {
        Path folder = Path.of(System.getProperty("penstock.root"), "migrations", dialect.id());
        Set<Integer> numbers = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString())
                    .forEach(name ->
                            numbers.add(Integer.valueOf(name.substring(1, name.indexOf("__")))));
        }
        assertThat(numbers).last().isEqualTo(dialect.newestMigration());
        assertThat(numbers).hasSize(dialect.newestMigration());
    }

    @Test
    void everyStatementIsUnderstoodByTheDatabase() throws SQLException {
        Statements statements = Statements.load(new H2Dialect(directory));
        assertThat(statements.all()).hasSizeGreaterThan(50);
        try (Connection connection = new H2Dialect(directory).dataSource().getConnection()) {
            for (Statements.Statement statement : statements.all().values()) {
                try (PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
                    assertThat(prepared.getParameterMetaData().getParameterCount())
                            .as(statement.name())
                            .isEqualTo(statement.parameters().size());
                }
            }
        }
    }

    @Test
    void everyChangeHasOneAuditRowAndRefusedOnesHaveNone() throws SQLException {
        assertThat(query("SELECT action FROM audit ORDER BY sequence"))
                .containsExactly(
                        "installation.begin",
                        "provider.add",
                        "provider.remove",
                        "installation.claim",
                        "provider.add");
        assertThat(query("SELECT actor FROM audit WHERE action = 'installation.claim'"))
                .containsExactly("ada@example.org");
        assertThat(query("SELECT after_change FROM audit WHERE action = 'provider.add'"))
                .first()
                .asString()
                .isEqualTo(
                        "{\"base_url\":\"https://api.example.org/v1\",\"credentials\":[\"default\"],"
                                + "\"enabled\":true,\"options\":[\"region\",\"timeout.idle\"],"
                                + "\"passes_unknown_names\":true,\"type\":\"openai\","
                                + "\"uid\":\"main\"}");
    }

    @Test
    void auditHasNoSecrets() throws SQLException {
        List<String> texts = query("SELECT CONCAT(before_change, after_change) FROM audit");
        assertThat(String.join("\n", texts).toLowerCase(Locale.ROOT))
                .contains("acme")
                .doesNotContain("canary");
    }

    @Test
    void removedProviderLeavesNoCredentialBehind() throws SQLException {
        assertThat(query("SELECT id FROM credentials")).isEmpty();
        assertThat(query("SELECT name FROM provider_options")).containsExactly("token");
    }
}
