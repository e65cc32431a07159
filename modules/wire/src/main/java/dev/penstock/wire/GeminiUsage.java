// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import org.jspecify.annotations.Nullable;

/// `usageMetadata`. It stands in every chunk and counts from the beginning, so the last one replaces
/// those before. Counts of 0 are left out by the provider.
final class GeminiUsage {

    // So that sums stay far from what a long can hold.
    private static final long MOST = 1L << 50;

    private long prompt;
    private long cached;
    private long tools;
    private long candidates;
    private long thoughts;
    private long soundIn;
    private long soundCached;
    private long soundOut;

    private GeminiUsage() {}

    /// Takes a `usageMetadata` object.
    ///
    /// @return null when it is none
    static @Nullable Usage read(JsonIn in) {
        if (!in.isObject()) {
            in.skip();
            return null;
        }
        GeminiUsage usage = new GeminiUsage();
        usage.members(in);
        return usage.usage();
    }

    private void members(JsonIn in) {
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "promptTokenCount" -> prompt = count(in);
                case "cachedContentTokenCount" -> cached = count(in);
                case "toolUsePromptTokenCount" -> tools = count(in);
                case "candidatesTokenCount" -> candidates = count(in);
                case "thoughtsTokenCount" -> thoughts = count(in);
                case "promptTokensDetails" -> soundIn = sound(in);
                case "cacheTokensDetails" -> soundCached = sound(in);
                case "candidatesTokensDetails" -> soundOut = sound(in);
                default -> in.skip();
            }
        }
    }

    private Usage usage() {
        long read = Math.min(cached, prompt);
        long fresh = prompt - read + tools;
        long heard = Math.clamp(soundIn - soundCached, 0, prompt - read);
        long spoken = Math.min(soundOut, candidates);
        return Usage.tokens(fresh - heard, candidates - spoken)
                .with(UsageClass.CACHE_READ, read)
                .with(UsageClass.REASONING, thoughts)
                .with(UsageClass.AUDIO_INPUT, heard)
                .with(UsageClass.AUDIO_OUTPUT, spoken);
    }

    // A count of another type must not cost the caller a good answer.
    private static long count(JsonIn in) {
        if (!in.isNumber()) {
            in.skip();
            return 0;
        }
        return Math.clamp((long) in.number(), 0, MOST);
    }

    private static long sound(JsonIn in) {
        if (!in.isArray()) {
            in.skip();
            return 0;
        }
        long sum = 0;
        in.array();
        while (in.element()) {
            if (!in.isObject()) {
                in.skip();
                continue;
            }
            boolean sound = false;
            long tokens = 0;
            in.object();
            for (String name = in.member(); name != null; name = in.member()) {
                switch (name) {
                    case "modality" -> sound = in.isString() && in.string().equals("AUDIO");
                    case "tokenCount" -> tokens = count(in);
                    default -> in.skip();
                }
            }
            sum += sound ? tokens : 0;
        }
        return sum;
    }

    /// Writes the member `usageMetadata`.
    static void write(JsonOut out, Usage usage) {
        long thoughts = usage.of(UsageClass.REASONING);
        out.object("usageMetadata")
                .put("promptTokenCount", usage.totalInput())
                .put("candidatesTokenCount", usage.totalOutput() - thoughts);
        if (usage.of(UsageClass.CACHE_READ) > 0) {
            out.put("cachedContentTokenCount", usage.of(UsageClass.CACHE_READ));
        }
        if (thoughts > 0) {
            out.put("thoughtsTokenCount", thoughts);
        }
        out.put("totalTokenCount", usage.totalInput() + usage.totalOutput()).end();
    }
}
