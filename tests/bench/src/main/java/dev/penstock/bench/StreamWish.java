// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How a caller wants its stream, written into the text of its message, which every lane hands on.
///
/// @param chunks marked chunks in all
/// @param intervalMicros the time between two; 0 is as fast as the connection takes them
/// @param filler how many bytes each has besides its frame
record StreamWish(int chunks, long intervalMicros, int filler) {

    private static final Pattern WRITTEN = Pattern.compile("#stream (\\d+) (\\d+) (\\d+)#");

    StreamWish {
        if (chunks < 1) {
            throw new IllegalArgumentException("chunks is " + chunks + "; give at least 1");
        }
    }

    /// So many at an even pace, for a wanted number of seconds.
    static StreamWish paced(int perSecond, int seconds) {
        return new StreamWish(perSecond * seconds, 1_000_000L / perSecond, 0);
    }

    /// The wish in a request's body; null when it has none.
    static @Nullable StreamWish in(String body) {
        Matcher matcher = WRITTEN.matcher(body);
        return matcher.find()
                ? new StreamWish(
                        Integer.parseInt(matcher.group(1)),
                        Long.parseLong(matcher.group(2)),
                        Integer.parseInt(matcher.group(3)))
                : null;
    }

    /// As it stands in a body.
    String text() {
        return String.format(Locale.ROOT, "#stream %d %d %d#", chunks, intervalMicros, filler);
    }
}
