// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

class H2RestartTest extends RestartContract {
    H2RestartTest() {
        super(Store.H2);
    }
}
