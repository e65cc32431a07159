// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

/// Asks how many tokens a conversation takes, without continuing it.
///
/// @param conversation what would be sent
public record TokenCountRequest(ChatRequest conversation) implements InferenceRequest {

    @Override
    public Task task() {
        return Task.TOKEN_COUNT;
    }

    @Override
    public String model() {
        return conversation.model();
    }

    @Override
    public boolean stream() {
        return false;
    }

    @Override
    public TokenCountRequest withModel(String name) {
        return new TokenCountRequest(conversation.withModel(name));
    }
}
