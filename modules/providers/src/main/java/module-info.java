// SPDX-License-Identifier: Apache-2.0

/// The built-in providers, one hidden package each; they stand on the same footing as plugins.
module dev.penstock.providers {
    requires dev.penstock.spi;
    requires dev.penstock.wire;
    requires tools.jackson.core;

    provides dev.penstock.spi.DescribedProviders with
            dev.penstock.providers.vendors.VendorFiles;
    provides dev.penstock.spi.ProviderFactory with
            dev.penstock.providers.anthropic.AnthropicProviderFactory,
            dev.penstock.providers.google.GoogleProviderFactory,
            dev.penstock.providers.openai.OpenAiCompatibleProviderFactory,
            dev.penstock.providers.openai.OpenAiProviderFactory;
}
