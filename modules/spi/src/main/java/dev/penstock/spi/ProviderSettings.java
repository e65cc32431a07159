// SPDX-License-Identifier: Apache-2.0
package dev.penstock.spi;

import dev.penstock.inference.Secret;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How one provider is configured.
///
/// @param uid its name within the organisation: `[A-Za-z0-9._-]{1,64}`
/// @param baseUrl where it is, or null for the type's own default
/// @param credential the secret to authenticate with, or null when none is configured
/// @param options further settings of the type, by name
/// @param timeouts how long to wait for what
public record ProviderSettings(
        String uid,
        @Nullable URI baseUrl,
        @Nullable Secret credential,
        Map<String, String> options,
        Timeouts timeouts) {

    public ProviderSettings {
        if (!uid.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException(
                    "provider uid is '" + uid + "' but must be 1 to 64 of A-Z a-z 0-9 . _ -");
        }
        if (baseUrl != null
                && !("https".equals(baseUrl.getScheme()) || "http".equals(baseUrl.getScheme()))) {
            throw new IllegalArgumentException(
                    "base URL of provider '"
                            + uid
                            + "' is '"
                            + baseUrl.getScheme()
                            + ":...' but must begin with https:// or http://");
        }
        options = Map.copyOf(options);
    }
}
