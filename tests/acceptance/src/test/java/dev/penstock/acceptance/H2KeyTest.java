// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

class H2KeyTest extends KeyContract {
    H2KeyTest() {
        super(Store.H2);
    }
}
