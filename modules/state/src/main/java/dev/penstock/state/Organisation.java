// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import java.time.Instant;
import java.util.UUID;

/// A tenant.
///
/// @param id never changes
/// @param name for people
/// @param created when
public record Organisation(UUID id, String name, Instant created) {}
