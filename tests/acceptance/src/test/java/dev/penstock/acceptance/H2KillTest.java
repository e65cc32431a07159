// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

class H2KillTest extends KillContract {
    H2KillTest() {
        super(Store.H2);
    }
}
