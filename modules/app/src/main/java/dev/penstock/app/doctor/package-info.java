// SPDX-License-Identifier: Apache-2.0

/// What may keep an installation from working, found without changing it.
@NullMarked
package dev.penstock.app.doctor;

import org.jspecify.annotations.NullMarked;
