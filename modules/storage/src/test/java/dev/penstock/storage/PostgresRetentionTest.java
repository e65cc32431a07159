// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

class PostgresRetentionTest extends RetentionContract {

    @Override
    Place place() {
        return Postgres.SERVER;
    }
}
