// SPDX-License-Identifier: Apache-2.0

/// Jars of other makers, each in a module layer of its own.
@NullMarked
package dev.penstock.app.plugins;

import org.jspecify.annotations.NullMarked;
