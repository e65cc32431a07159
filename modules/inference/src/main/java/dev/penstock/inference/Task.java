// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

/// What a call asks a model for.
public enum Task {
    /// To continue a conversation.
    CHAT,
    /// To turn texts into vectors.
    EMBEDDING,
    /// To say how many tokens a conversation takes. Providers do not bill it.
    TOKEN_COUNT
}
