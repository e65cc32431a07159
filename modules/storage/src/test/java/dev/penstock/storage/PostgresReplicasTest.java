// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

class PostgresReplicasTest extends ReplicasContract {

    @Override
    Place place() {
        return Postgres.SERVER;
    }
}
