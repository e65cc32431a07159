// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import java.time.Instant;

/// A model that a caller may use.
///
/// @param id what callers write
/// @param provider uid of the provider that answers first
/// @param created when it was configured
public record ListedModel(String id, String provider, Instant created) {}
