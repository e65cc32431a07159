// SPDX-License-Identifier: Apache-2.0

/// What must be known before anything can start: file, environment, defaults.
@NullMarked
package dev.penstock.app.settings;

import org.jspecify.annotations.NullMarked;
