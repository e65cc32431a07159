// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

class PostgresRollupTest extends RollupContract {

    @Override
    Place place() {
        return Postgres.SERVER;
    }
}
