// SPDX-License-Identifier: Apache-2.0

/// The command line. The only package that talks to a person.
@NullMarked
package dev.penstock.app.cli;

import org.jspecify.annotations.NullMarked;
