// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

class PostgresRightsAndPricesTest extends RightsAndPricesContract {

    @Override
    Place place() {
        return Postgres.SERVER;
    }
}
