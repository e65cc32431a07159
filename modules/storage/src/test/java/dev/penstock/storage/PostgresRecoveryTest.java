// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

class PostgresRecoveryTest extends RecoveryContract {

    @Override
    Place place() {
        return Postgres.SERVER;
    }
}
