// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

class H2LoadTest extends LoadContract {
    H2LoadTest() {
        super(Store.H2);
    }
}
