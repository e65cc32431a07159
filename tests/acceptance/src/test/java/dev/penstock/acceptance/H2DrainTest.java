// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

class H2DrainTest extends DrainContract {
    H2DrainTest() {
        super(Store.H2);
    }
}
