// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.doctor;

import java.util.Locale;

/// How something stands, from best to worst.
public enum Outcome {
    /// As it should be.
    OK,
    /// It works, and will not for ever or not well.
    WARN,
    /// It does not work.
    FAIL;

    /// The word for programs and people.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
