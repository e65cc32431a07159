// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Where the admin API is and who calls it.
final class AdminOptions {

    private static final String DEFAULT_URL = "http://127.0.0.1:8000";

    @CommandLine.Option(
            names = "--url",
            paramLabel = "URL",
            description = "The gateway; else PENSTOCK_URL.")
    @Nullable String url;

    @CommandLine.Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "A personal token; else PENSTOCK_TOKEN, which is kept from the process list.")
    @Nullable String token;

    /// Whether a token is given, so that a gateway can be asked.
    boolean given(Map<String, String> environment) {
        return token != null || !environment.getOrDefault("PENSTOCK_TOKEN", "").isBlank();
    }

    AdminClient client(Map<String, String> environment) {
        String secret = token == null ? environment.getOrDefault("PENSTOCK_TOKEN", "") : token;
        if (secret.isBlank()) {
            throw new CommandFailure(
                    "no personal token is given; set PENSTOCK_TOKEN to the pst-adm-... that the setup"
                            + " page shows");
        }
        if (!secret.startsWith("pst-adm-")) {
            throw new CommandFailure(
                    "the token given is no personal token; one begins with pst-adm-");
        }
        String where = url == null ? environment.getOrDefault("PENSTOCK_URL", DEFAULT_URL) : url;
        return new AdminClient(address(where), secret);
    }

    private static URI address(String text) {
        try {
            URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // Said below.
        }
        throw new CommandFailure("the URL is '" + text + "' but must look like " + DEFAULT_URL);
    }
}
