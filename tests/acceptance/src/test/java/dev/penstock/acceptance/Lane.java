// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

/// Who answers behind the gateway.
enum Lane {
    /// An OpenAI-shaped upstream.
    OPENAI,
    /// An Anthropic-shaped upstream.
    ANTHROPIC,
    /// The demo provider, which speaks no public format.
    DEMO
}
