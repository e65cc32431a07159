// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import org.jspecify.annotations.Nullable;

/// What was thrown and where, for the log, without what it says: the words of a foreign exception may
/// repeat a credential or a prompt.
final class Wordless extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int CAUSES = 4;

    private Wordless(Throwable thrown, @Nullable Throwable cause) {
        super(thrown.getClass().getName(), cause, false, true);
        setStackTrace(thrown.getStackTrace());
    }

    /// The same course of events, with the nearest causes.
    static Wordless of(Throwable thrown) {
        return of(thrown, CAUSES);
    }

    private static Wordless of(Throwable thrown, int causes) {
        Throwable cause = thrown.getCause();
        return new Wordless(thrown, cause == null || causes == 0 ? null : of(cause, causes - 1));
    }
}
