// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

/// What is stored of an issued key: HMAC-SHA-256 of its SHA-256, under a pepper that only the store
/// knows. A database alone allows no guess.
///
/// @param hex 64 lower-case hexadecimal digits
public record KeyDigest(String hex) {

    public KeyDigest {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "key digest has " + hex.length() + " characters but must be 64 hex digits");
        }
    }
}
