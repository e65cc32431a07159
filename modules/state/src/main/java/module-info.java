// SPDX-License-Identifier: Apache-2.0

/// Ports and records of what the gateway remembers. Not for plugins.
module dev.penstock.state {
    requires transitive dev.penstock.inference;
    requires static transitive org.jspecify;

    exports dev.penstock.state;
}
