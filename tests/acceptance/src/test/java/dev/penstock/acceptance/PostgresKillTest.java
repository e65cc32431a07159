// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

class PostgresKillTest extends KillContract {
    PostgresKillTest() {
        super(Store.POSTGRESQL);
    }
}
