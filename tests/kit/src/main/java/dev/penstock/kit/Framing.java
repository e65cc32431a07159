// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

/// How the end of a reply's body is told.
public enum Framing {
    /// `Content-Length`, computed from the body unless one was declared.
    LENGTH,
    /// `Transfer-Encoding: chunked`, one chunk per piece.
    CHUNKED,
    /// The connection is closed after the last byte.
    CLOSE
}
