// SPDX-License-Identifier: Apache-2.0

/// Measures the gateway in a process of its own, between a load generator and a mock upstream, beside a
/// plain reverse proxy.
@NullMarked
package dev.penstock.bench;

import org.jspecify.annotations.NullMarked;
