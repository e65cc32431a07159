// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

class H2UpgradeTest extends UpgradeContract {
    H2UpgradeTest() {
        super(Store.H2);
    }
}
