// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

/// Who speaks in a conversation. `developer` of the OpenAI formats is [#SYSTEM].
public enum Role {
    /// Instructions of the application.
    SYSTEM,
    /// The person or program that asks.
    USER,
    /// The model.
    ASSISTANT,
    /// Results of tools that the model called.
    TOOL
}
