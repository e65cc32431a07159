// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import java.util.Set;

/// Rules that several records share.
final class Checks {

    private static final int LONGEST_NAME = 200;
    private static final int MOST_WEIGHT = 1000;

    private Checks() {}

    static void name(String value, String thing) {
        if (value.isBlank() || value.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    thing
                            + " has "
                            + value.length()
                            + " characters but must have 1 to "
                            + LONGEST_NAME
                            + ", not all blank; give it a label");
        }
    }

    static void uid(String uid) {
        if (!uid.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException(
                    "provider uid is '" + uid + "' but must be 1 to 64 of A-Z a-z 0-9 . _ -");
        }
    }

    static void weight(int weight) {
        if (weight < 1 || weight > MOST_WEIGHT) {
            throw new IllegalArgumentException(
                    "weight is " + weight + " but must be from 1 to " + MOST_WEIGHT);
        }
    }

    static void limit(int limit, int most) {
        if (limit < 1 || limit > most) {
            throw new IllegalArgumentException(
                    "limit is " + limit + " but must be from 1 to " + most);
        }
    }

    static void notEmpty(Set<?> values, String thing) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(
                    thing + " are empty but must name at least one; leave them out for all");
        }
    }
}
