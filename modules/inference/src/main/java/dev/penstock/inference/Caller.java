// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import java.util.UUID;

/// Who makes a call: an issued key and where it belongs. A snapshot taken at authentication.
///
/// @param organisation the tenant
/// @param team within the organisation
/// @param project within the team
/// @param key the issued key
/// @param keyName its label
/// @param models what it may use
public record Caller(
        UUID organisation,
        UUID team,
        UUID project,
        UUID key,
        String keyName,
        ModelPatterns models) {}
