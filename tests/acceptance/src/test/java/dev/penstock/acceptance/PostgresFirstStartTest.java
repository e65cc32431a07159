// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

class PostgresFirstStartTest extends FirstStartContract {
    PostgresFirstStartTest() {
        super(Store.POSTGRESQL);
    }
}
