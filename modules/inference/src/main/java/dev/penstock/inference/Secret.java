// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A secret that does not show itself: `toString` prints `***`, so a log line, an error message or a
/// record that contains it gives nothing away. Equality takes the same time wherever two values
/// differ.
public final class Secret {

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /// Wraps a value.
    ///
    /// @param value the secret, not blank
    /// @throws IllegalArgumentException when it is blank; the message does not repeat it
    public static Secret of(String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("secret is blank but must not be; give it a value");
        }
        return new Secret(value);
    }

    /// The value itself: to be called only where it leaves for its purpose (a header, a cipher).
    public String reveal() {
        return value;
    }

    /// What a person may see of it: the first and last four characters, or only `***` when so little
    /// is left in between that it could be guessed.
    public String masked() {
        return value.length() < 16
                ? "***"
                : value.substring(0, 4) + "***" + value.substring(value.length() - 4);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8),
                        that.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /// Always `***`.
    @Override
    public String toString() {
        return "***";
    }
}
