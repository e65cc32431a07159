// SPDX-License-Identifier: Apache-2.0

/// Outgoing HTTP/1.1 for everyone: pool, TLS, deadlines, address guard at connect.
module dev.penstock.transport {
    requires dev.penstock.spi;
    requires io.helidon.common.buffers;
    requires io.helidon.http;

    provides dev.penstock.spi.UpstreamClientFactory with
            dev.penstock.transport.Http1UpstreamClientFactory;
}
