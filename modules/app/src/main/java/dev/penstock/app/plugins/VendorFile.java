// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.plugins;

import dev.penstock.spi.DescribedProviders;
import dev.penstock.spi.ProviderFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;

/// A file that describes provider types as data.
final class VendorFile {

    private static final String MODULE = "described by data";

    private VendorFile() {}

    /// Loads a file.
    ///
    /// @param taken the provider types that exist already
    /// @throws PluginException when it cannot be used
    static Plugin load(Path file, Set<String> taken) throws PluginException {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new PluginException("it cannot be read (" + e.getMessage() + ")");
        }
        List<ProviderFactory> factories = new ArrayList<>();
        try {
            for (DescribedProviders described : ServiceLoader.load(DescribedProviders.class)) {
                factories.addAll(described.read(content));
            }
        } catch (IllegalArgumentException e) {
            throw new PluginException(String.valueOf(e.getMessage()).replace("\n", "; "));
        }
        if (factories.isEmpty()) {
            throw new PluginException("no module of the installation reads vendor files");
        }
        for (ProviderFactory factory : factories) {
            if (taken.contains(factory.type())) {
                throw new PluginException(
                        "provider type '"
                                + factory.type()
                                + "' exists already; give it another name");
            }
        }
        return new Plugin(file.getFileName().toString(), MODULE, factories, List.of());
    }
}
