// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

class PostgresDrainTest extends DrainContract {
    PostgresDrainTest() {
        super(Store.POSTGRESQL);
    }
}
