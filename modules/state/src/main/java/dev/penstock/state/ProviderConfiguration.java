// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import java.net.URI;
import java.time.Instant;
import java.util.List;
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
/// @param credentials its pool, oldest first; empty for one that needs none or has none yet
/// @param options further settings of the type; those that begin with `timeout.` (`timeout.connect`,
///     `timeout.first-byte`, `timeout.first-content`, `timeout.idle`, `timeout.total`) are ISO 8601 durations
/// @param passesUnknownNames whether names that nothing else resolves are asked of it
/// @param enabled whether calls may go to it; a provider that is not is no target of any name
/// @param created when; providers are asked in this order
/// @param revision 1 at first, one more with every change of the provider itself; credentials have their
///     own
/// @param updated when it was changed last
public record ProviderConfiguration(
        UUID id,
        UUID organisation,
        String uid,
        String type,
        @Nullable URI baseUrl,
        List<ProviderCredential> credentials,
        Map<String, String> options,
        boolean passesUnknownNames,
        boolean enabled,
        Instant created,
        long revision,
        Instant updated) {

    /// Checks the uid and keeps its own copies.
    public ProviderConfiguration {
        Checks.uid(uid);
        credentials = List.copyOf(credentials);
        options = Map.copyOf(options);
    }

    /// A provider as it is added: enabled, in its first revision.
    public ProviderConfiguration(
            UUID id,
            UUID organisation,
            String uid,
            String type,
            @Nullable URI baseUrl,
            List<ProviderCredential> credentials,
            Map<String, String> options,
            boolean passesUnknownNames,
            Instant created) {
        this(
                id,
                organisation,
                uid,
                type,
                baseUrl,
                credentials,
                options,
                passesUnknownNames,
                true,
                created,
                1,
                created);
    }
}
