// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import dev.penstock.inference.Secret;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One of the credentials with which calls go to a provider. A provider has a pool of them; calls are
/// spread over those that are usable, by weight.
///
/// @param id never changes; ledger rows name it
/// @param name its label, unique within the provider
/// @param secret decrypted
/// @param weight its share of the calls, 1 to 1,000
/// @param enabled whether calls may use it
/// @param expires the first instant at which it is no longer used, or null
/// @param created when
/// @param revision 1 at first, one more with every change
/// @param updated when it was changed last
public record ProviderCredential(
        UUID id,
        String name,
        Secret secret,
        int weight,
        boolean enabled,
        @Nullable Instant expires,
        Instant created,
        long revision,
        Instant updated) {

    /// The name of a credential that was given without one.
    public static final String DEFAULT_NAME = "default";

    /// Checks name and weight.
    public ProviderCredential {
        Checks.name(name, "credential name");
        Checks.weight(weight);
    }

    /// A credential as it is given together with its provider: of weight 1, enabled, for ever.
    public ProviderCredential(UUID id, Secret secret, Instant created) {
        this(id, DEFAULT_NAME, secret, 1, true, null, created, 1, created);
    }

    /// Whether calls may use it.
    ///
    /// @param now the time
    public boolean usable(Instant now) {
        return enabled && (expires == null || now.isBefore(expires));
    }

    /// The last four characters of the secret, or nothing when it is so short that they would tell too
    /// much.
    public String lastFour() {
        String value = secret.reveal();
        return value.length() < 16 ? "" : value.substring(value.length() - 4);
    }
}
