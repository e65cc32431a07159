// SPDX-License-Identifier: Apache-2.0

/// The outgoing HTTP/1.1 client. A call goes through [Http1UpstreamClient], which takes a
/// [Connection] from the [ConnectionPool] or lets the [Dialer] make one, and hands out an
/// [Http1Response] that reads its [Body] as it arrives.
@NullMarked
package dev.penstock.transport;

import org.jspecify.annotations.NullMarked;
