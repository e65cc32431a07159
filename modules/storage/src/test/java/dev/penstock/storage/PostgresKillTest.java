// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

class PostgresKillTest extends KillContract {

    @Override
    Place place() {
        return Postgres.SERVER;
    }
}
