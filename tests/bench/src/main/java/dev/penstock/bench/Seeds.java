// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/// Puts many rows straight into the embedded database of a gateway that is stopped: issuing a hundred
/// thousand keys one after the other would take longer than measuring.
final class Seeds implements AutoCloseable {

    private static final long BATCH = 100_000;

    private static final String TARGETS =
            """
            INSERT INTO route_targets (organisation_id, route_id, rank, provider_id, model)
            SELECT r.organisation_id, r.id, (SELECT MIN(rank) FROM route_targets), p.id, 'gpt-4.1-mini'
            FROM routes r JOIN providers p ON p.organisation_id = r.organisation_id
            WHERE p.uid = 'openai' AND r.name LIKE 'grown-%'
            """;

    private final Connection connection;

    /// Opens the database.
    ///
    /// @param data the folder of a gateway that does not run
    Seeds(Path data) {
        try {
            connection =
                    DriverManager.getConnection(
                            "jdbc:h2:file:" + data.resolve("penstock") + ";IFEXISTS=TRUE",
                            "penstock",
                            "");
        } catch (SQLException refused) {
            throw new BenchException("the database cannot be opened: " + refused.getMessage());
        }
    }

    /// Issued keys that nobody knows.
    void keys(int count) {
        execute(
                """
                INSERT INTO issued_keys (id, organisation_id, team_id, project_id, name, digest, last_four,
                    models, created, updated)
                SELECT RANDOM_UUID(), p.organisation_id, p.team_id, p.id, 'grown',
                    LOWER(RAWTOHEX(SECURE_RAND(32))), 'grow', ARRAY['*'], CURRENT_TIMESTAMP,
                    CURRENT_TIMESTAMP
                FROM projects p CROSS JOIN SYSTEM_RANGE(1, %d)
                """
                        .formatted(count));
    }

    /// Public names for the relayed model.
    void models(int count) {
        execute(
                """
                INSERT INTO routes (id, organisation_id, name, created, updated)
                SELECT RANDOM_UUID(), o.id, 'grown-' || x, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP
                FROM organisations o CROSS JOIN SYSTEM_RANGE(1, %d)
                """
                        .formatted(count));
        execute(TARGETS);
    }

    /// Rows of calls that are settled.
    void ledger(long count) {
        for (long from = 1; from <= count; from += BATCH) {
            execute(
                    """
                    INSERT INTO ledger (attempt_id, call_id, organisation_id, team_id, project_id, key_id,
                        provider, provider_type, public_model, upstream_model, endpoint, stream, opened, closed,
                        state, outcome, status, usage_source, estimated_input, input_tokens, output_tokens,
                        cost_nanos, replica, boot, begins_call)
                    SELECT RANDOM_UUID(7), RANDOM_UUID(7), p.organisation_id, p.team_id, p.id, k.id, 'openai',
                        'openai', 'bench-model', 'gpt-4.1-mini', 'chat', FALSE,
                        DATEADD('MILLISECOND', -x, CURRENT_TIMESTAMP), CURRENT_TIMESTAMP, 'SETTLED', 'ok', 200,
                        'provider', 200, 210, 120, 276000, 'local', RANDOM_UUID(), TRUE
                    FROM (SELECT * FROM projects LIMIT 1) p
                    CROSS JOIN (SELECT id FROM issued_keys LIMIT 1) k
                    CROSS JOIN SYSTEM_RANGE(%d, %d)
                    """
                            .formatted(from, Math.min(count, from + BATCH - 1)));
        }
    }

    private void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refused) {
            throw new BenchException("rows cannot be added: " + refused.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException refused) {
            throw new BenchException("the database cannot be closed: " + refused.getMessage());
        }
    }
}
