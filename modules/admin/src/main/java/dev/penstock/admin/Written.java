// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

/// A body that is written already, and is no JSON.
///
/// @param type its content type
/// @param content as it is sent
@SuppressWarnings("ArrayRecordComponent")
record Written(String type, byte[] content) {}
