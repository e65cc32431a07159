// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import org.junit.jupiter.api.Test;

class ModuleTest {

    private final Module module = Main.class.getModule();

    @Test
    void testsRunOnTheModulePath() {
        assertThat(module.isNamed()).isTrue();
        assertThat(module.getName()).isEqualTo("dev.penstock.app");
    }

    @Test
    void nothingIsExported() {
        assertThat(module.getDescriptor().exports()).isEmpty();
    }

    @Test
    void whatPluginsArePromisedIsInTheGraph() {
        assertThat(module.getDescriptor().requires())
                .extracting(ModuleDescriptor.Requires::name)
                .contains(
                        "dev.penstock.spi",
                        "dev.penstock.inference",
                        "java.net.http",
                        "java.logging",
                        "tools.jackson.core",
                        "tools.jackson.databind");
    }
}
