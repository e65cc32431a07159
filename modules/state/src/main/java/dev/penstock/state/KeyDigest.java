// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

/// What is stored of an issued key: HMAC-SHA-256 of its SHA-256, under a pepper that only the store
/// knows. A database alone allows no guess.
///
/// @param hex 64 lower-case hexadecimal digits
public record KeyDigest(String hex) {

    private static final int DIGITS = 64;

    public KeyDigest {
        if (!wellFormed(hex)) {
            throw new IllegalArgumentException(
                    "key digest has " + hex.length() + " characters but must be 64 hex digits");
        }
    }

    private static boolean wellFormed(String hex) {
        boolean digits = hex.length() == DIGITS;
        for (int i = 0; digits && i < DIGITS; i++) {
            char c = hex.charAt(i);
            digits = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
        return digits;
    }
}
