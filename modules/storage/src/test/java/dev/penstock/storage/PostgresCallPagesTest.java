// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

class PostgresCallPagesTest extends CallPagesContract {

    @Override
    Place place() {
        return Postgres.SERVER;
    }
}
