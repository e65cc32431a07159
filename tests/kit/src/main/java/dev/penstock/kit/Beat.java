// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

/// One event of a simulated stream.
///
/// @param text the event as it stands on the wire
/// @param kind what it means to somebody who waits for content
record Beat(String text, Kind kind) {
    /// What an event means.
    enum Kind {
        /// Opens the stream; no scripted end or gate comes before it.
        OPENING,
        /// Brings content; scripted ends and gates count these.
        CONTENT,
        /// Neither.
        OTHER
    }

    static Beat opening(String text) {
        return new Beat(text, Kind.OPENING);
    }

    static Beat content(String text) {
        return new Beat(text, Kind.CONTENT);
    }

    static Beat other(String text) {
        return new Beat(text, Kind.OTHER);
    }
}
