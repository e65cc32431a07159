// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

class PostgresLedgerTest extends LedgerContract {

    @Override
    Place place() {
        return Postgres.SERVER;
    }
}
