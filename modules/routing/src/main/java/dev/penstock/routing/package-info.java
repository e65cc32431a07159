// SPDX-License-Identifier: Apache-2.0

/// From the name that a caller wrote to the targets that answer it. Start reading at
/// [dev.penstock.routing.Routing].
@NullMarked
package dev.penstock.routing;

import org.jspecify.annotations.NullMarked;
