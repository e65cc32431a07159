// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

class PostgresConfigurationTest extends ConfigurationContract {

    @Override
    Place place() {
        return Postgres.SERVER;
    }
}
