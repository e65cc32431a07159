// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import dev.penstock.inference.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A provider as an organisation configured it.
///
/// @param id never changes
/// @param organisation the tenant
/// @param uid its name in the organisation: `[A-Za-z0-9._-]{1,64}`
/// @param type which factory makes it
/// @param baseUrl where it is, or null for the type's default
/// @param credential decrypted, or null
/// @param options further settings of the type; those that begin with `timeout.` (`timeout.connect`,
///     `timeout.first-byte`, `timeout.first-content`, `timeout.idle`, `timeout.total`) are ISO 8601 durations
/// @param passesUnknownNames whether names that nothing else resolves are asked of it
/// @param created when; providers are asked in this order
public record ProviderConfiguration(
        UUID id,
        UUID organisation,
        String uid,
        String type,
        @Nullable URI baseUrl,
        @Nullable Secret credential,
        Map<String, String> options,
        boolean passesUnknownNames,
        Instant created) {

    public ProviderConfiguration {
        if (!uid.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException(
                    "provider uid is '" + uid + "' but must be 1 to 64 of A-Z a-z 0-9 . _ -");
        }
        options = Map.copyOf(options);
    }
}
