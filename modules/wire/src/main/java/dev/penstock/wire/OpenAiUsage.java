// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import org.jspecify.annotations.Nullable;

/// The member `usage`, both ways. On the wire the details are parts of the totals; the words' classes
/// are disjoint.
final class OpenAiUsage {

    private boolean counted;
    private long prompt;
    private long completion;
    private long total;
    private long cached;
    private long cacheWrite;
    private long audioInput;
    private long reasoning;
    private long audioOutput;

    private OpenAiUsage() {}

    /// Takes a usage, whatever it is.
    ///
    /// @return null when nothing is counted in it
    static @Nullable Usage read(JsonIn in) {
        if (!in.isObject()) {
            in.skip();
            return null;
        }
        OpenAiUsage usage = new OpenAiUsage();
        usage.members(in);
        return usage.counted ? usage.disjoint() : null;
    }

    private void members(JsonIn in) {
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "prompt_tokens" -> {
                    counted |= in.isNumber();
                    prompt = count(in);
                }
                case "completion_tokens" -> {
                    counted |= in.isNumber();
                    completion = count(in);
                }
                case "total_tokens" -> total = count(in);
                case "prompt_cache_hit_tokens" -> cached = Math.max(cached, count(in));
                case "prompt_tokens_details" -> details(in, true);
                case "completion_tokens_details" -> details(in, false);
                default -> in.skip();
            }
        }
    }

    private void details(JsonIn in, boolean input) {
        if (!in.isObject()) {
            in.skip();
            return;
        }
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "cached_tokens" -> cached = Math.max(cached, count(in));
                case "cache_write_tokens" -> cacheWrite = count(in);
                case "reasoning_tokens" -> reasoning = count(in);
                case "audio_tokens" -> {
                    if (input) {
                        audioInput = count(in);
                    } else {
                        audioOutput = count(in);
                    }
                }
                default -> in.skip();
            }
        }
    }

    // A count of another type must not cost the caller a good answer.
    private static long count(JsonIn in) {
        if (!in.isNumber()) {
            in.skip();
            return 0;
        }
        return Math.clamp((long) in.number(), 0, 1L << 50);
    }

    private Usage disjoint() {
        // Some servers count reasoning beside the completion instead of within; the total tells.
        boolean beside = reasoning > 0 && total == prompt + completion + reasoning;
        long output = beside ? completion + reasoning : completion;
        Split in = new Split(prompt);
        Split out = new Split(output);
        return Usage.none()
                .with(UsageClass.CACHE_READ, in.take(cached))
                .with(UsageClass.CACHE_WRITE_5M, in.take(cacheWrite))
                .with(UsageClass.AUDIO_INPUT, in.take(audioInput))
                .with(UsageClass.INPUT, in.rest)
                .with(UsageClass.REASONING, out.take(reasoning))
                .with(UsageClass.AUDIO_OUTPUT, out.take(audioOutput))
                .with(UsageClass.OUTPUT, out.rest);
    }

    private static final class Split {
        private long rest;

        Split(long all) {
            rest = all;
        }

        long take(long part) {
            long taken = Math.min(part, rest);
            rest -= taken;
            return taken;
        }
    }

    /// Writes the member.
    static void write(JsonOut out, Usage usage) {
        long written = usage.of(UsageClass.CACHE_WRITE_5M) + usage.of(UsageClass.CACHE_WRITE_1H);
        out.object("usage")
                .put("prompt_tokens", usage.totalInput())
                .put("completion_tokens", usage.totalOutput())
                .put("total_tokens", usage.totalInput() + usage.totalOutput())
                .object("prompt_tokens_details")
                .put("cached_tokens", usage.of(UsageClass.CACHE_READ))
                .put("cache_write_tokens", written == 0 ? null : Long.valueOf(written))
                .put("audio_tokens", usage.of(UsageClass.AUDIO_INPUT))
                .end()
                .object("completion_tokens_details")
                .put("reasoning_tokens", usage.of(UsageClass.REASONING))
                .put("audio_tokens", usage.of(UsageClass.AUDIO_OUTPUT))
                .end()
                .end();
    }
}
