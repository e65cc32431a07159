// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

class H2RetentionTest extends RetentionContract {

    @Override
    Place place() {
        return Place.H2;
    }
}
