// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

class PostgresRekeyTest extends RekeyContract {

    @Override
    Place place() {
        return Postgres.SERVER;
    }
}
