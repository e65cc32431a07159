// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.state.StoreFactory;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ModuleTest {

    @Test
    void testsRunOnTheModulePath() {
        assertThat(getClass().getModule().isNamed()).isTrue();
        assertThat(getClass().getModule().getDescriptor().exports()).isEmpty();
    }

    @Test
    void factoryIsFoundByServiceLoader() {
        getClass().getModule().addUses(StoreFactory.class);
        assertThat(ServiceLoader.load(getClass().getModule().getLayer(), StoreFactory.class))
                .singleElement()
                .isInstanceOf(DatabaseStoreFactory.class);
    }
}
