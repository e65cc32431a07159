// SPDX-License-Identifier: Apache-2.0
package dev.penstock.spi;

/// Bytes of an answer on their way to the caller.
///
/// @param bytes shared and reused: valid until the next read
/// @param offset the first
/// @param length how many; may be 0 when something was held back
/// @param content whether first content has passed, in this chunk or before
/// @param eventBoundary whether a comment may be sent after these bytes
public record RelayChunk(
        byte[] bytes, int offset, int length, boolean content, boolean eventBoundary) {}
