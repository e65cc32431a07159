// SPDX-License-Identifier: Apache-2.0

/// The gateway as a program. Start reading at [dev.penstock.app.server.Assembly].
@NullMarked
package dev.penstock.app;

import org.jspecify.annotations.NullMarked;
