// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

class H2RightsAndPricesTest extends RightsAndPricesContract {}
