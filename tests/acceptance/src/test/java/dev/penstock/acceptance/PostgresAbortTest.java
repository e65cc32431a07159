// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

class PostgresAbortTest extends AbortContract {
    PostgresAbortTest() {
        super(Store.POSTGRESQL);
    }
}
