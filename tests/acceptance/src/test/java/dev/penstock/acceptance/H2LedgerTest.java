// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

class H2LedgerTest extends LedgerContract {
    H2LedgerTest() {
        super(Store.H2);
    }
}
