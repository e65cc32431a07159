// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

/// Tokens of one call, in classes that do not overlap except where said.
///
/// @param input input that came from no cache
/// @param cacheRead input read from a cache
/// @param cacheWrite input written to a cache
/// @param output output, reasoning included
/// @param reasoning the part of the output that was reasoning
public record Tokens(long input, long cacheRead, long cacheWrite, long output, long reasoning) {
    /// No tokens at all.
    public static final Tokens NONE = new Tokens(0, 0, 0, 0, 0);

    /// Refuses negative counts and more reasoning than output.
    public Tokens {
        if (Math.min(Math.min(input, cacheRead), Math.min(cacheWrite, Math.min(output, reasoning)))
                < 0) {
            throw new IllegalArgumentException("Token counts cannot be negative");
        }
        if (reasoning > output) {
            throw new IllegalArgumentException(
                    "Reasoning of %d tokens is more than the output of %d; output includes it"
                            .formatted(reasoning, output));
        }
    }

    /// Plain input and output without caches and reasoning.
    public static Tokens of(long input, long output) {
        return new Tokens(input, 0, 0, output, 0);
    }

    /// All input together, as OpenAI's `prompt_tokens` counts it.
    public long allInput() {
        return input + cacheRead + cacheWrite;
    }

    /// The same input with other output.
    public Tokens withOutput(long other) {
        return new Tokens(input, cacheRead, cacheWrite, other, Math.min(reasoning, other));
    }

    /// Both together, class by class.
    public Tokens plus(Tokens other) {
        return new Tokens(
                input + other.input,
                cacheRead + other.cacheRead,
                cacheWrite + other.cacheWrite,
                output + other.output,
                reasoning + other.reasoning);
    }
}
