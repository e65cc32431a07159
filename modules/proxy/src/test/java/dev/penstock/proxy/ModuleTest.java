// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModuleTest {

    @Test
    void theTestsRunOnTheModulePath() {
        assertThat(DataPlane.class.getModule().isNamed()).isTrue();
    }

    @Test
    void onlyTheApplicationSeesThePackage() {
        assertThat(DataPlane.class.getModule().getDescriptor().exports())
                .singleElement()
                .satisfies(
                        export -> assertThat(export.targets()).containsExactly("dev.penstock.app"));
    }
}
