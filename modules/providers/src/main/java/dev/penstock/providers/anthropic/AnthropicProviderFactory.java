// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.anthropic;

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

/// Makes providers of type `anthropic`: Anthropic itself or a server that speaks its Messages format
/// (`docs/reference/wire-formats/anthropic-messages.md`). A base URL may end in `/v1` or not.
public final class AnthropicProviderFactory implements ProviderFactory {

    private static final URI ANTHROPIC = URI.create("https://api.anthropic.com");

    private static final Set<String> PASSED = Set.of("anthropic-version", "anthropic-beta");

    private static final Vendor VENDOR =
            new Vendor(
                    List.of(
                            Surface.at(
                                    WireFormat.ANTHROPIC_MESSAGES,
                                    Dialect.anthropic(),
                                    "/v1/messages",
                                    PASSED),
                            Surface.at(
                                    WireFormat.ANTHROPIC_TOKEN_COUNT,
                                    Dialect.anthropic(),
                                    "/v1/messages/count_tokens",
                                    PASSED)),
                    "/v1/models?limit=1000",
                    true,
                    secret -> Map.of("x-api-key", secret.reveal()),
                    Map.of("anthropic-version", "2023-06-01"),
                    null,
                    "request-id",
                    Set.of());

    /// Called by the service loader.
    public AnthropicProviderFactory() {}

    @Override
    public String type() {
        return "anthropic";
    }

    @Override
    public String displayName() {
        return "Anthropic";
    }

    @Override
    public Provider create(ProviderSettings settings, ProviderContext context) {
        return new HttpProvider(
                VENDOR,
                BaseUrl.of(settings, ANTHROPIC).without("/v1"),
                settings,
                context.upstream());
    }
}
