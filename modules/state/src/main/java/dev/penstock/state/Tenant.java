// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import java.util.UUID;

/// A place to put things: a project within a team within an organisation.
///
/// @param organisation the tenant
/// @param team within it
/// @param project within the team
public record Tenant(UUID organisation, UUID team, UUID project) {}
