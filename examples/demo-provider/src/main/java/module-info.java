// SPDX-License-Identifier: Apache-2.0

/// A provider in a jar of its own, to be copied by whoever writes one.
module dev.penstock.examples.demo {
    requires dev.penstock.spi;
    requires tools.jackson.core;

    provides dev.penstock.spi.ProviderFactory with
            dev.penstock.examples.demo.DemoProviderFactory;
}
