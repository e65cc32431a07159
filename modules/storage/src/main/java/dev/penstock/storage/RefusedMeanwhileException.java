// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.sql.SQLException;

/// A caller no longer waits for its row; the transaction that holds it must not commit.
final class RefusedMeanwhileException extends SQLException {

    private static final long serialVersionUID = 1L;

    RefusedMeanwhileException() {
        super("a caller no longer waits for its row");
    }
}
