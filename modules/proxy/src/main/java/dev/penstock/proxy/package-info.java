// SPDX-License-Identifier: Apache-2.0

/// The data plane. Start reading at [dev.penstock.proxy.DataPlane]; one call is
/// [dev.penstock.proxy.InferenceEndpoint], one connection [dev.penstock.proxy.CallerSocket].
@NullMarked
package dev.penstock.proxy;

import org.jspecify.annotations.NullMarked;
