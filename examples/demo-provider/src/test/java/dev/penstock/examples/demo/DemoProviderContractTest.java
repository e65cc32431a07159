// SPDX-License-Identifier: Apache-2.0
package dev.penstock.examples.demo;

import dev.penstock.kit.ProviderContract;
import dev.penstock.spi.ProviderFactory;
import dev.penstock.spi.ProviderSettings;
import dev.penstock.spi.Timeouts;
import java.util.List;
import java.util.Map;

/// The demo provider keeps what every provider promises.
class DemoProviderContractTest extends ProviderContract {

    private String pause = "PT0S";

    @Override
    protected ProviderFactory factory() {
        return new DemoProviderFactory();
    }

    @Override
    protected ProviderSettings settings(Timeouts timeouts) {
        return withPause(pause, timeouts);
    }

    @Override
    protected List<ProviderSettings> wrongSettings() {
        return List.of(withPause("soon", Timeouts.defaults()));
    }

    @Override
    protected String model() {
        return "echo";
    }

    @Override
    protected void stalling() {
        pause = "PT10S";
    }

    private static ProviderSettings withPause(String pause, Timeouts timeouts) {
        return new ProviderSettings("demo", null, null, Map.of("pause", pause), timeouts);
    }
}
