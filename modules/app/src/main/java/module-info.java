// SPDX-License-Identifier: Apache-2.0

/// The gateway as a program. The only module that knows all others: it puts what they provide
/// together and talks to the person who starts it.
///
/// Plugins may require, besides `dev.penstock.spi` and `dev.penstock.inference`, what is promised to
/// be here: `java.net.http`, `java.logging`, `tools.jackson.core` and `tools.jackson.databind`.
module dev.penstock.app {
    requires dev.penstock.admin;
    requires dev.penstock.engine;
    requires dev.penstock.inference;
    requires dev.penstock.proxy;
    requires dev.penstock.spi;
    requires dev.penstock.state;
    requires info.picocli;
    requires io.helidon.common.configurable;
    requires io.helidon.common.pki;
    requires io.helidon.common.tls;
    requires io.helidon.config;
    requires io.helidon.http;
    requires io.helidon.webserver;
    requires java.logging;
    requires java.management;
    requires java.net.http;
    requires jdk.management;
    requires tools.jackson.core;
    requires tools.jackson.databind;
    requires static org.jspecify;

    uses dev.penstock.spi.PolicyFactory;
    uses dev.penstock.spi.DescribedProviders;
    uses dev.penstock.spi.ProviderFactory;
    uses dev.penstock.spi.UpstreamClientFactory;
    uses dev.penstock.state.StoreFactory;

    provides java.net.spi.InetAddressResolverProvider with
            dev.penstock.app.server.ForwardLookups;

    // Commands are made by reflection, the log keeper by the logging of the JDK.
    opens dev.penstock.app.cli to
            info.picocli;
    opens dev.penstock.app.log to
            java.logging;
}
