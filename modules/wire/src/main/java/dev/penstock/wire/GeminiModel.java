// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the name of a Gemini model tells of its rules. A name without a generation counts as the
/// newest, which is what new names are.
///
/// @param thinking how it is told to think
/// @param least whether thinking cannot be as little as that of smaller models (Pro, Argon)
/// @param signed whether a call in the history must carry its signature; such models also name calls
///     by ids and take media in the results of functions
record GeminiModel(Thinking thinking, boolean least, boolean signed) {

    private static final Pattern GENERATION =
            Pattern.compile("gemini-(\\d{1,3})(?:\\.(\\d{1,3}))?");

    /// How a model is told to think.
    enum Thinking {
        /// Not at all.
        NONE,
        /// By a number of tokens.
        BUDGET,
        /// By a level.
        LEVEL
    }

    static GeminiModel of(String name) {
        String model = name.toLowerCase(Locale.ROOT);
        boolean large = model.contains("-pro") || model.contains("argon");
        Matcher generation = GENERATION.matcher(model);
        if (!generation.find()) {
            boolean gemini = model.contains("gemini");
            return new GeminiModel(gemini ? Thinking.LEVEL : Thinking.NONE, large, gemini);
        }
        int major = Integer.parseInt(generation.group(1));
        if (major >= 3) {
            return new GeminiModel(Thinking.LEVEL, large, true);
        }
        boolean budget = major == 2 && "5".equals(generation.group(2));
        return new GeminiModel(budget ? Thinking.BUDGET : Thinking.NONE, large, false);
    }
}
