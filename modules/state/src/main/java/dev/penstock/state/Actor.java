// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who changes something, for the audit.
///
/// @param organisation where
/// @param user the person, or null for the gateway itself
/// @param name for people: an e-mail address, `penstock`
public record Actor(UUID organisation, @Nullable UUID user, String name) {}
