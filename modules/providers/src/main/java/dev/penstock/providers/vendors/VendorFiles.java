// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.vendors;

import dev.penstock.spi.DescribedProviders;
import dev.penstock.spi.ProviderFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// Provider types that are described by data: those that come with the gateway, and those of
/// operators.
public final class VendorFiles implements DescribedProviders {

    private static final String BUILT_IN = "vendors.json";

    /// Called by the service loader.
    public VendorFiles() {}

    @Override
    public List<ProviderFactory> builtIn() {
        return factories(descriptions());
    }

    @Override
    public List<ProviderFactory> read(byte[] file) {
        return factories(VendorReader.read(file));
    }

    /// What comes with the gateway.
    static List<VendorDescription> descriptions() {
        try (InputStream in = VendorFiles.class.getResourceAsStream(BUILT_IN)) {
            if (in == null) {
                throw new IllegalStateException(BUILT_IN + " is missing in the module");
            }
            return VendorReader.read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<ProviderFactory> factories(List<VendorDescription> descriptions) {
        return descriptions.stream().<ProviderFactory>map(DescribedProviderFactory::new).toList();
    }
}
