// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import org.jspecify.annotations.Nullable;

/// The member `usage` of a response, both ways. On the wire the details are parts of the totals; the
/// words' classes are disjoint.
final class ResponsesUsage {

    private boolean counted;
    private long input;
    private long output;
    private long cached;
    private long cacheWrite;
    private long reasoning;

    private ResponsesUsage() {}

    /// Takes a usage, whatever it is.
    ///
    /// @return null when nothing is counted in it
    static @Nullable Usage read(JsonIn in) {
        if (!in.isObject()) {
            in.skip();
            return null;
        }
        ResponsesUsage usage = new ResponsesUsage();
        usage.members(in);
        return usage.counted ? usage.disjoint() : null;
    }

    private void members(JsonIn in) {
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "input_tokens" -> {
                    counted |= in.isNumber();
                    input = count(in);
                }
                case "output_tokens" -> {
                    counted |= in.isNumber();
                    output = count(in);
                }
                case "input_tokens_details", "output_tokens_details" -> details(in);
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
                case "cached_tokens" -> cached = count(in);
                case "cache_write_tokens" -> cacheWrite = count(in);
                case "reasoning_tokens" -> reasoning = count(in);
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
        long read = Math.min(cached, input);
        long written = Math.min(cacheWrite, input - read);
        long thought = Math.min(reasoning, output);
        return Usage.none()
                .with(UsageClass.CACHE_READ, read)
                .with(UsageClass.CACHE_WRITE_5M, written)
                .with(UsageClass.INPUT, input - read - written)
                .with(UsageClass.REASONING, thought)
                .with(UsageClass.OUTPUT, output - thought);
    }

    /// Writes the member, with both details, which clients demand.
    static void write(JsonOut out, @Nullable Usage usage) {
        if (usage == null) {
            out.putNull("usage");
            return;
        }
        long written = usage.of(UsageClass.CACHE_WRITE_5M) + usage.of(UsageClass.CACHE_WRITE_1H);
        out.object("usage")
                .put("input_tokens", usage.totalInput())
                .object("input_tokens_details")
                .put("cached_tokens", usage.of(UsageClass.CACHE_READ))
                .put("cache_write_tokens", written)
                .end()
                .put("output_tokens", usage.totalOutput())
                .object("output_tokens_details")
                .put("reasoning_tokens", usage.of(UsageClass.REASONING))
                .end()
                .put("total_tokens", usage.totalInput() + usage.totalOutput())
                .end();
    }
}
