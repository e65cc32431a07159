// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

class H2RekeyTest extends RekeyContract {

    @Override
    Place place() {
        return Place.H2;
    }
}
