// SPDX-License-Identifier: Apache-2.0

/// What a plugin implements and what it is handed. Built-in providers stand on the same footing.
module dev.penstock.spi {
    requires transitive dev.penstock.inference;
    requires static transitive org.jspecify;

    exports dev.penstock.spi;
}
