// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.google;

import dev.penstock.inference.WireFormat;
import dev.penstock.providers.exchange.BaseUrl;
import dev.penstock.providers.exchange.HttpProvider;
import dev.penstock.providers.exchange.Surface;
import dev.penstock.providers.exchange.Vendor;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderContext;
import dev.penstock.spi.ProviderFactory;
import dev.penstock.spi.ProviderSettings;
import dev.penstock.wire.Dialect;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes providers of type `google`: the Gemini Developer API, or a server that speaks its format
/// (`docs/reference/wire-formats/gemini.md`). A base URL may end in `/v1beta` or not.
public final class GoogleProviderFactory implements ProviderFactory {

    private static final URI GOOGLE = URI.create("https://generativelanguage.googleapis.com");

    private static final Vendor VENDOR =
            new Vendor(
                    List.of(
                            new Surface(
                                    WireFormat.GEMINI,
                                    Dialect.gemini(),
                                    "/v1beta/models/{model}:generateContent",
                                    "/v1beta/models/{model}:streamGenerateContent?alt=sse",
                                    Set.of()),
                            Surface.at(
                                    WireFormat.GEMINI_TOKEN_COUNT,
                                    Dialect.gemini(),
                                    "/v1beta/models/{model}:countTokens",
                                    Set.of())),
                    "/v1beta/models?pageSize=1000",
                    true,
                    secret -> Map.of("x-goog-api-key", secret.reveal()),
                    Map.of(),
                    null,
                    "x-request-id",
                    Set.of());

    /// Called by the service loader.
    public GoogleProviderFactory() {}

    @Override
    public String type() {
        return "google";
    }

    @Override
    public String displayName() {
        return "Google Gemini";
    }

    @Override
    public Provider create(ProviderSettings settings, ProviderContext context) {
        BaseUrl url = BaseUrl.of(settings, GOOGLE).without("/v1beta").without("/v1");
        return new GoogleProvider(new HttpProvider(VENDOR, url, settings, context.upstream()));
    }
}
