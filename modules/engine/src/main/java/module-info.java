// SPDX-License-Identifier: Apache-2.0

/// One inference from door to door: authenticate, pass the policies, plan, attempt, stream, settle.
/// Compiles without any provider, policy or database.
module dev.penstock.engine {
    requires transitive dev.penstock.inference;
    requires transitive dev.penstock.spi;
    requires transitive dev.penstock.state;
    requires dev.penstock.routing;
    requires static transitive org.jspecify;

    exports dev.penstock.engine;
}
