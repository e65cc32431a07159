// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

class PostgresAccountsTest extends AccountsContract {

    @Override
    Place place() {
        return Postgres.SERVER;
    }
}
