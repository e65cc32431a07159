// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import java.time.Instant;

/// A model as it is listed for callers.
///
/// @param id what callers write, perhaps with slashes
/// @param ownedBy the part before the first slash, else the provider
/// @param displayName for people
/// @param created when it was configured
public record PublicModel(String id, String ownedBy, String displayName, Instant created) {}
