// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import dev.penstock.inference.Route;
import java.time.Instant;
import java.util.UUID;

/// A public model name as an organisation configured it.
///
/// @param id never changes
/// @param organisation the tenant
/// @param route name and targets; a target follows its provider when that is renamed
/// @param created when
/// @param revision 1 at first, one more with every change
/// @param updated when it was changed last
public record ConfiguredRoute(
        UUID id, UUID organisation, Route route, Instant created, long revision, Instant updated) {

    /// A route as it is added, in its first revision.
    public ConfiguredRoute(UUID id, UUID organisation, Route route, Instant created) {
        this(id, organisation, route, created, 1, created);
    }
}
