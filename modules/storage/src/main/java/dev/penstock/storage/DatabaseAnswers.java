// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

/// Whether an opened row is worth waiting for until it stands in the database as well as in the journal.
///
/// The first row that waits in vain spares those after it the wait, until the database has taken
/// something again.
final class DatabaseAnswers {

    private final boolean awaited;
    private volatile boolean late;
    private volatile boolean failing;

    /// @param awaited whether rows are waited for at all
    DatabaseAnswers(boolean awaited) {
        this.awaited = awaited;
    }

    /// Whether rows can be committed where other gateways see them.
    boolean shared() {
        return awaited;
    }

    /// Whether the database has refused what was last given to it, and is asked again until it takes it.
    boolean failing() {
        return failing;
    }

    boolean worthWaiting() {
        return awaited && !late;
    }

    /// Something was waited for in vain.
    void late() {
        late = true;
    }

    /// The database has refused something.
    void failed() {
        failing = true;
        late = true;
    }

    /// The database has taken something.
    void arrived() {
        failing = false;
        late = false;
    }
}
