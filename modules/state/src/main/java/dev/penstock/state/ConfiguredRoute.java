// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import dev.penstock.inference.Route;
import java.time.Instant;
import java.util.UUID;

/// A public model name as an organisation configured it.
///
/// @param id never changes
/// @param organisation the tenant
/// @param route name and targets
/// @param created when
public record ConfiguredRoute(UUID id, UUID organisation, Route route, Instant created) {}
