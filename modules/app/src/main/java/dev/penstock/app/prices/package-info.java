// SPDX-License-Identifier: Apache-2.0

/// The list prices that come with the gateway.
@NullMarked
package dev.penstock.app.prices;

import org.jspecify.annotations.NullMarked;
