// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.state.StateException;
import dev.penstock.state.StoreSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PostgresBackupTest extends StoreContract {

    @Override
    Place place() {
        return Postgres.SERVER;
    }

    private static void assertSaysHow(StateException.Kind kind, ThrowingCallable call) {
        StateException refusal = catchState(call);
        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal)
                .hasMessageContaining("pg_dump")
                .hasMessageContaining("journal")
                .hasMessageContaining("master key");
    }

    @Test
    void refusalNamesTheMeansOfPostgres() {
        StoreSettings settings = place().settings(directory, null, InstantSource.system());
        DatabaseStoreFactory factory = new DatabaseStoreFactory();
        assertSaysHow(StateException.Kind.CONFLICT, () -> store().maintenance().backup(actor()));
        assertSaysHow(StateException.Kind.UNUSABLE, () -> factory.backup(settings));
        assertSaysHow(
                StateException.Kind.UNUSABLE,
                () -> factory.restore(settings, Path.of("any.zip"), true));
        assertThat(store().healthy()).isTrue();
    }
}
