// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which targets shall be tried for one call, in order.
///
/// @param requested the model as the caller wrote it
/// @param route the public name that was found, or null when the name led to a provider directly
/// @param targets not empty
public record Plan(String requested, @Nullable String route, List<Target> targets) {

    public Plan {
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException(
                    "plan for '" + requested + "' has no target but must have at least one");
        }
    }
}
