// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

class PostgresLoadTest extends LoadContract {
    PostgresLoadTest() {
        super(Store.POSTGRESQL);
    }
}
