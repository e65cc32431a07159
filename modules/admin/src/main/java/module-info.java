// SPDX-License-Identifier: Apache-2.0

/// The control plane: the management API, sessions, and the static files of the console.
// app comes later in the build, so the compiler cannot see whom the package is exported to.
@SuppressWarnings("module")
module dev.penstock.admin {
    requires dev.penstock.engine;
    requires dev.penstock.inference;
    requires dev.penstock.spi;
    requires dev.penstock.state;
    requires io.helidon.common.media.type;
    requires io.helidon.http;
    requires io.helidon.security;
    requires io.helidon.http.sse;
    requires transitive io.helidon.webserver;
    requires io.helidon.webserver.sse;
    requires tools.jackson.core;
    requires org.snakeyaml.engine;
    requires tools.jackson.databind;
    requires org.bouncycastle.provider;
    requires static io.helidon.config.metadata;
    requires static transitive org.jspecify;

    exports dev.penstock.admin to
            dev.penstock.app;

    opens dev.penstock.admin to
            tools.jackson.databind;
}
