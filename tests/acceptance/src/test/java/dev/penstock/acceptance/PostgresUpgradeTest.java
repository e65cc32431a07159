// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

class PostgresUpgradeTest extends UpgradeContract {
    PostgresUpgradeTest() {
        super(Store.POSTGRESQL);
    }
}
