// SPDX-License-Identifier: Apache-2.0

/// Which target answers: pure functions over an immutable catalogue.
module dev.penstock.routing {
    requires transitive dev.penstock.inference;
    requires transitive dev.penstock.state;
    requires static transitive org.jspecify;

    exports dev.penstock.routing;
}
