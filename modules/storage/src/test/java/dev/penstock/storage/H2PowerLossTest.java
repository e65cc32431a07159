// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

class H2PowerLossTest extends PowerLossContract {

    @Override
    Place place() {
        return Place.H2;
    }
}
