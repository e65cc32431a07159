// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

/// One mistake in a declarative file.
///
/// @param pointer RFC 6901 pointer to the member, empty for the file as a whole
/// @param line from 1
/// @param column from 1, in characters
/// @param message its value, unless it may be a secret, and the rule
public record FileMistake(String pointer, int line, int column, String message) {}
