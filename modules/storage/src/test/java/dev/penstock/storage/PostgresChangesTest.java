// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

class PostgresChangesTest extends ChangesContract {

    @Override
    Place place() {
        return Postgres.SERVER;
    }
}
