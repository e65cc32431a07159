// SPDX-License-Identifier: Apache-2.0

/// The data plane: the endpoints that applications call, in the formats they speak.
@SuppressWarnings("module") // `app` is built after this module.
module dev.penstock.proxy {
    requires transitive dev.penstock.engine;
    requires dev.penstock.inference;
    requires dev.penstock.spi;
    requires dev.penstock.wire;
    requires transitive io.helidon.webserver;
    requires io.helidon.common.task;
    requires static transitive org.jspecify;

    exports dev.penstock.proxy to
            dev.penstock.app;
}
