// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

class H2FirstStartTest extends FirstStartContract {
    H2FirstStartTest() {
        super(Store.H2);
    }
}
