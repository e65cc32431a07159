// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

class H2AbortTest extends AbortContract {
    H2AbortTest() {
        super(Store.H2);
    }
}
