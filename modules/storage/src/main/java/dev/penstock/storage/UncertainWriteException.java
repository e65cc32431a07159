// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.io.IOException;

/// A write failed, and what it left behind could not be cut off.
final class UncertainWriteException extends IOException {

    private static final long serialVersionUID = 1L;

    UncertainWriteException(IOException cause) {
        super("a failed write could not be cut off", cause);
    }
}
