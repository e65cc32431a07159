// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

class PostgresLedgerTest extends LedgerContract {
    PostgresLedgerTest() {
        super(Store.POSTGRESQL);
    }
}
