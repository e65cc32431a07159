// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.settings;

import java.util.List;

/// The configuration cannot be used. Holds every mistake, one sentence each.
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> mistakes;

    SettingsException(List<String> mistakes) {
        super(String.join("; ", mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    /// The mistakes, at least one.
    public List<String> mistakes() {
        return mistakes;
    }
}
