// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A setting that is in force without a restart. What names there are, and what their content means, is
/// not the store's business.
///
/// @param organisation whose it is, or null for one of the whole installation
/// @param name such as `edge.head_timeout`
/// @param content as text
/// @param revision 1 at first, one more with every change
/// @param updated when it was changed last
public record Setting(
        @Nullable UUID organisation, String name, String content, long revision, Instant updated) {

    /// Checks the name.
    public Setting {
        Checks.name(name, "setting name");
    }
}
