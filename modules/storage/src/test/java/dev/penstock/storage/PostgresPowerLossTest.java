// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

class PostgresPowerLossTest extends PowerLossContract {

    @Override
    Place place() {
        return Postgres.SERVER;
    }
}
