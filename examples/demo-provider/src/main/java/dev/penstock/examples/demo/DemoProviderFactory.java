// SPDX-License-Identifier: Apache-2.0
package dev.penstock.examples.demo;

import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderContext;
import dev.penstock.spi.ProviderFactory;
import dev.penstock.spi.ProviderSettings;

/// Makes providers of type `demo`. This is the class that `module-info.java` provides; the gateway
/// finds it when the jar lies in the plugins folder.
public final class DemoProviderFactory implements ProviderFactory {

    /// Called by the service loader.
    public DemoProviderFactory() {}

    @Override
    public String type() {
        return "demo";
    }

    @Override
    public String displayName() {
        return "Demo (echo)";
    }

    @Override
    public boolean needsCredential() {
        return false;
    }

    @Override
    public Provider create(ProviderSettings settings, ProviderContext context) {
        return new DemoProvider(DemoSettings.of(settings), context.clock());
    }
}
