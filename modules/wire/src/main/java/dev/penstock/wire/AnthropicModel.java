// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What can be said of a model by its name. Names of other makers, whose servers speak the Messages
/// format too, have version 0.
///
/// @param family such as `opus`, or empty in the old order of words (`claude-3-5-sonnet`)
/// @param version the major version times 100 plus the minor one, 0 when the name is not Claude's
record AnthropicModel(String family, int version) {

    // claude-3-5-sonnet-20241022, claude-opus-4-1-20250805, anthropic/claude-sonnet-4.5, ...
    private static final Pattern CLAUDE =
            Pattern.compile("claude-(?:([a-z]+)-)?(\\d{1,2})(?:[-.](\\d{1,2}))?(?!\\d)");

    /// How a model is told to think.
    enum Thinking {
        /// It cannot.
        NONE,
        /// By a number of tokens.
        BUDGET,
        /// As it sees fit, by a degree of effort.
        ADAPTIVE,
        /// As [#ADAPTIVE], and it cannot be told not to.
        ALWAYS
    }

    static AnthropicModel of(String name) {
        Matcher matcher = CLAUDE.matcher(name.toLowerCase(Locale.ROOT));
        if (!matcher.find()) {
            return new AnthropicModel("", 0);
        }
        String family = matcher.group(1);
        String minor = matcher.group(3);
        int version =
                Integer.parseInt(matcher.group(2)) * 100
                        + (minor == null ? 0 : Integer.parseInt(minor));
        return new AnthropicModel(family == null ? "" : family, version);
    }

    Thinking thinking() {
        if (version == 0) {
            return Thinking.BUDGET;
        }
        if (version < 307) {
            return Thinking.NONE;
        }
        if (version < 406) {
            return Thinking.BUDGET;
        }
        boolean always =
                (family.equals("opus") && version >= 505)
                        || (family.equals("fable") && version >= 501);
        return always ? Thinking.ALWAYS : Thinking.ADAPTIVE;
    }

    /// Whether temperature, top-p and top-k are refused.
    boolean samplingFixed() {
        return version > 406;
    }

    /// Whether temperature and top-p are refused together.
    boolean samplingExclusive() {
        return version >= 401;
    }

    /// Whether the answer can be bound to a schema.
    boolean schemaOutput() {
        return version == 0 || version >= 405 || (family.equals("opus") && version == 401);
    }

    /// Whether the last message may be the beginning of the answer.
    boolean prefill() {
        return version < 406;
    }
}
