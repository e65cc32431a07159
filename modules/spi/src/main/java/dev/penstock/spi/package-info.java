// SPDX-License-Identifier: Apache-2.0

/// Contracts between the gateway and its plugins, written as guarantees. A plugin is a jar with a
/// module descriptor that `provides` one of the factories; it is found in the plugins folder and
/// loaded into a module layer of its own.
@NullMarked
package dev.penstock.spi;

import org.jspecify.annotations.NullMarked;
