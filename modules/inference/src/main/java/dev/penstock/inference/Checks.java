// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import org.jspecify.annotations.Nullable;

/// Checks shared by the self-validating records of this package.
final class Checks {

    private Checks() {}

    static String notBlank(@Nullable String value, String thing) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(
                    thing + " is '" + value + "' but must not be blank; give it a value");
        }
        return value;
    }

    static long notNegative(long value, String thing) {
        if (value < 0) {
            throw new IllegalArgumentException(
                    thing + " is " + value + " but must not be negative; give 0 or more");
        }
        return value;
    }

    static int positive(int value, String thing) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    thing + " is " + value + " but must be at least 1; give a larger one");
        }
        return value;
    }
}
