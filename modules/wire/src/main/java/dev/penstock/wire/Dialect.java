// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

/// How a provider departs from the author of its format.
///
/// @param maxTokensMember the member for the bound of the answer: `max_completion_tokens` at OpenAI,
///     `max_tokens` at most compatible servers; formats with one name ignore it
/// @param defaultMaxTokens the bound to send where the format demands one and the caller gave none
/// @param samplingAllowed whether temperature, top-p and top-k may be sent
/// @param reasoningContent whether thinking may be sent back as `reasoning_content`
/// @param endUserMember the member for the caller's own user: `safety_identifier` at OpenAI, `user` at
///     most compatible servers; formats with one name ignore it
/// @param deviations members of OpenAI's format that the provider refuses or calls otherwise
public record Dialect(
        String maxTokensMember,
        long defaultMaxTokens,
        boolean samplingAllowed,
        boolean reasoningContent,
        String endUserMember,
        Deviations deviations) {

    /// A dialect in which all members mean what they mean to the format's author.
    public Dialect(
            String maxTokensMember,
            long defaultMaxTokens,
            boolean samplingAllowed,
            boolean reasoningContent,
            String endUserMember) {
        this(
                maxTokensMember,
                defaultMaxTokens,
                samplingAllowed,
                reasoningContent,
                endUserMember,
                Deviations.none());
    }

    /// The same with deviations.
    public Dialect with(Deviations others) {
        return new Dialect(
                maxTokensMember,
                defaultMaxTokens,
                samplingAllowed,
                reasoningContent,
                endUserMember,
                others);
    }

    /// OpenAI's own.
    public static Dialect openAi() {
        return new Dialect("max_completion_tokens", 4_096, true, false, "safety_identifier");
    }

    /// Servers that speak OpenAI's format.
    public static Dialect openAiCompatible() {
        return new Dialect("max_tokens", 4_096, true, true, "user");
    }

    /// Anthropic's, by API version 2023-06-01.
    public static Dialect anthropic() {
        return new Dialect("max_tokens", 4_096, true, false, "user_id");
    }

    /// Google's. Its names and bounds are those of the format.
    public static Dialect gemini() {
        return new Dialect("maxOutputTokens", 65_536, true, false, "labels");
    }
}
