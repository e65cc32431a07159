// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

class PostgresKeyTest extends KeyContract {
    PostgresKeyTest() {
        super(Store.POSTGRESQL);
    }
}
