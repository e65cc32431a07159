// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import dev.penstock.spi.ProviderFactory;
import dev.penstock.spi.ProviderSettings;
import dev.penstock.spi.Timeouts;
import java.util.List;
import java.util.Map;

/// The contract accepts a provider that keeps it.
class WordsContractTest extends ProviderContract {
    private Map<String, String> options = Map.of();

    @Override
    protected ProviderFactory factory() {
        return new WordsFactory();
    }

    @Override
    protected ProviderSettings settings(Timeouts timeouts) {
        return new ProviderSettings("words", null, null, options, timeouts);
    }

    @Override
    protected String model() {
        return "words";
    }

    @Override
    protected List<ProviderSettings> wrongSettings() {
        return List.of(
                new ProviderSettings(
                        "words", null, null, Map.of("wrong", "yes"), Timeouts.defaults()));
    }

    @Override
    protected void stalling() {
        options = Map.of("stalls", "yes");
    }
}
