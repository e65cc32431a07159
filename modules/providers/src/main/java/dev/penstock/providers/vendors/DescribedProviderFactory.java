// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.vendors;

import dev.penstock.inference.WireFormat;
import dev.penstock.providers.exchange.BaseUrl;
import dev.penstock.providers.exchange.HttpProvider;
import dev.penstock.providers.exchange.Surface;
import dev.penstock.providers.exchange.Vendor;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderContext;
import dev.penstock.spi.ProviderFactory;
import dev.penstock.spi.ProviderSettings;
import dev.penstock.wire.Deviations;
import dev.penstock.wire.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes providers of a vendor that is described by data.
final class DescribedProviderFactory implements ProviderFactory {

    private static final long DEFAULT_MAX_TOKENS = 4_096;

    private final VendorDescription description;
    private final Vendor vendor;

    DescribedProviderFactory(VendorDescription description) {
        this.description = description;
        this.vendor = vendor(description);
    }

    VendorDescription description() {
        return description;
    }

    @Override
    public String type() {
        return description.type();
    }

    @Override
    public String displayName() {
        return description.name();
    }

    @Override
    public boolean needsCredential() {
        return description.credentialNeeded();
    }

    @Override
    public Provider create(ProviderSettings settings, ProviderContext context) {
        return new HttpProvider(
                vendor, BaseUrl.of(settings, description.baseUrl()), settings, context.upstream());
    }

    private static Vendor vendor(VendorDescription it) {
        VendorDescription.Authentication authentication = it.authentication();
        return new Vendor(
                surfaces(it),
                it.models(),
                it.credentialNeeded(),
                secret ->
                        Map.of(authentication.header(), authentication.prefix() + secret.reveal()),
                Map.of(),
                null,
                it.requestId(),
                Set.of());
    }

    private static List<Surface> surfaces(VendorDescription it) {
        Dialect dialect =
                new Dialect(
                        it.maxTokensMember(),
                        DEFAULT_MAX_TOKENS,
                        true,
                        it.reasoningContent(),
                        it.endUserMember(),
                        it.deviations());
        Dialect plain = dialect.with(Deviations.none());
        List<Surface> surfaces = new ArrayList<>();
        surfaces.add(
                Surface.at(
                        WireFormat.OPENAI_CHAT, dialect, it.chat(), Set.of("groq-model-version")));
        VendorDescription.Embeddings embeddings = it.embeddings();
        if (embeddings != null) {
            Deviations refused =
                    new Deviations(embeddings.refused(), Set.of(), Map.of(), Map.of(), true);
            surfaces.add(
                    Surface.at(
                                    WireFormat.OPENAI_EMBEDDINGS,
                                    dialect.with(refused),
                                    embeddings.path(),
                                    Set.of())
                            .relaying(_ -> embeddings.base64()));
        }
        if (it.completions() != null) {
            surfaces.add(
                    Surface.at(WireFormat.OPENAI_COMPLETIONS, plain, it.completions(), Set.of()));
        }
        return surfaces;
    }
}
