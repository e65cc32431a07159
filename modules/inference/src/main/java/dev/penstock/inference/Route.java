// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import java.util.List;

/// A public model name and what answers it. A plain model is a route with one target.
///
/// @param name what callers write; unique in the organisation
/// @param targets in order of preference; not empty
public record Route(String name, List<Target> targets) {

    public Route {
        Checks.notBlank(name, "route name");
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException(
                    "route '" + name + "' has no target but must have at least one; add one");
        }
    }
}
