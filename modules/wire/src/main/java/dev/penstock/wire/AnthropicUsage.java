// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import org.jspecify.annotations.Nullable;

/// The usage of one answer as it is reported piece by piece: the last count that is not null wins,
/// field by field; nothing is ever added up over events.
final class AnthropicUsage {

    // So that sums stay far from what a long can hold.
    private static final long MOST = 1L << 50;

    private @Nullable Long input;
    private @Nullable Long output;
    private @Nullable Long thinking;
    private @Nullable Long cacheRead;
    private @Nullable Long cacheWrite;
    private @Nullable Long cacheWrite5m;
    private @Nullable Long cacheWrite1h;

    /// Takes a `usage` object, or null.
    void read(JsonIn in) {
        if (!in.isObject()) {
            in.skip();
            return;
        }
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "input_tokens" -> input = count(in, input);
                case "output_tokens" -> output = count(in, output);
                case "cache_read_input_tokens" -> cacheRead = count(in, cacheRead);
                case "cache_creation_input_tokens" -> cacheWrite = count(in, cacheWrite);
                case "cache_creation", "output_tokens_details" -> details(in);
                default -> in.skip();
            }
        }
    }

    private void details(JsonIn in) {
        if (!in.isObject()) {
            in.skip();
            return;
        }
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "ephemeral_5m_input_tokens" -> cacheWrite5m = count(in, cacheWrite5m);
                case "ephemeral_1h_input_tokens" -> cacheWrite1h = count(in, cacheWrite1h);
                case "thinking_tokens" -> thinking = count(in, thinking);
                default -> in.skip();
            }
        }
    }

    // A count of another type must not cost the caller a good answer.
    private static @Nullable Long count(JsonIn in, @Nullable Long before) {
        if (!in.isNumber()) {
            in.skip();
            return before;
        }
        return Math.clamp((long) in.number(), 0, MOST);
    }

    /// What was counted so far, or null when nothing was told.
    @Nullable Usage usage() {
        if (input == null && output == null && cacheRead == null && cacheWrite == null) {
            return null;
        }
        long written = cacheWrite != null ? cacheWrite : or0(cacheWrite5m) + or0(cacheWrite1h);
        long hour = Math.min(or0(cacheWrite1h), written);
        long all = or0(output);
        long thought = Math.min(or0(thinking), all);
        return Usage.tokens(or0(input), all - thought)
                .with(UsageClass.REASONING, thought)
                .with(UsageClass.CACHE_READ, or0(cacheRead))
                .with(UsageClass.CACHE_WRITE_5M, written - hour)
                .with(UsageClass.CACHE_WRITE_1H, hour);
    }

    private static long or0(@Nullable Long count) {
        return count == null ? 0 : count;
    }

    /// Writes the member `usage` of a message.
    static void writeMessage(JsonOut out, Usage usage) {
        out.object("usage");
        writeCounts(out, usage);
        out.object("cache_creation")
                .put("ephemeral_5m_input_tokens", usage.of(UsageClass.CACHE_WRITE_5M))
                .put("ephemeral_1h_input_tokens", usage.of(UsageClass.CACHE_WRITE_1H))
                .end()
                .put("service_tier", "standard")
                .end();
    }

    /// Writes the member `usage` of a `message_delta`.
    static void writeDelta(JsonOut out, Usage usage) {
        out.object("usage");
        writeCounts(out, usage);
        out.end();
    }

    private static void writeCounts(JsonOut out, Usage usage) {
        out.put("input_tokens", usage.of(UsageClass.INPUT) + usage.of(UsageClass.AUDIO_INPUT))
                .put(
                        "cache_creation_input_tokens",
                        usage.of(UsageClass.CACHE_WRITE_5M) + usage.of(UsageClass.CACHE_WRITE_1H))
                .put("cache_read_input_tokens", usage.of(UsageClass.CACHE_READ))
                .put("output_tokens", usage.totalOutput());
        if (usage.of(UsageClass.REASONING) > 0) {
            out.object("output_tokens_details")
                    .put("thinking_tokens", usage.of(UsageClass.REASONING))
                    .end();
        }
    }
}
