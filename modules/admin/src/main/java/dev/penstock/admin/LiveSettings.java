// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The settings that are in force without a restart, as the program knows them. Their contents are in
/// the store. Safe for many threads.
public interface LiveSettings {

    /// All of them, in the order in which people should meet them.
    List<Definition> definitions();

    /// Checks a content.
    ///
    /// @param name of one of the definitions
    /// @throws IllegalArgumentException with the rule, when it does not fit
    void check(String name, String content);

    /// What there is to know of a setting.
    ///
    /// @param name such as `log.level`
    /// @param rule what a content must be
    /// @param fallback its content when none is given, or null for none
    /// @param pin what fixes it, or null
    record Definition(String name, String rule, @Nullable String fallback, @Nullable Pin pin) {}

    /// A content that stands over the store's: whoever runs the program has given it.
    ///
    /// @param by where it is given, such as `penstock.yaml`
    /// @param content what is in force
    record Pin(String by, String content) {}
}
