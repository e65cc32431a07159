// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.settings;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the main listener stands in its network.
///
/// @param tls its certificate, or null for plain HTTP
/// @param trustedProxies whose word about callers is believed; empty for nobody's
/// @param corsOrigins the origins whose pages may call the data plane; `*` is any
public record Exposure(
        @Nullable TlsFiles tls, List<Network> trustedProxies, List<String> corsOrigins) {

    /// Plain HTTP, no proxy in front, no pages of others.
    public static final Exposure PLAIN = new Exposure(null, List.of(), List.of());

    public Exposure {
        trustedProxies = List.copyOf(trustedProxies);
        corsOrigins = List.copyOf(corsOrigins);
    }

    /// Where a certificate is. Both files are PEM.
    ///
    /// @param certificate the certificate, followed by those that vouch for it
    /// @param privateKey its key, PKCS#8 and not encrypted
    public record TlsFiles(Path certificate, Path privateKey) {}
}
