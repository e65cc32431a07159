// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

/// What an `anthropic-version` takes and refuses.
enum AnthropicVersion {
    V2023_06_01,
    V2026_10_21;

    static AnthropicVersion of(RecordedRequest request) {
        String given = request.headers().first("anthropic-version").orElse("");
        return switch (given) {
            case "2023-06-01" -> V2023_06_01;
            case "2026-10-21" -> V2026_10_21;
            case "" -> throw AnthropicComplaints.bad("anthropic-version: header is required");
            default ->
                    throw AnthropicComplaints.bad(
                            "anthropic-version: \"" + given + "\" is not a valid version");
        };
    }

    /// Whether sampling parameters, documents of the assistant and citations of the user are refused.
    boolean strict() {
        return this == V2026_10_21;
    }
}
