// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

class PostgresRestartTest extends RestartContract {
    PostgresRestartTest() {
        super(Store.POSTGRESQL);
    }
}
