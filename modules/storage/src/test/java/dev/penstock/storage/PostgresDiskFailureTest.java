// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

class PostgresDiskFailureTest extends DiskFailureContract {

    @Override
    Place place() {
        return Postgres.SERVER;
    }
}
