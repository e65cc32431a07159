// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Whose JSON is wrong, and therefore what is said about it.
enum JsonFault {
    /// A caller's body: told exactly, with the place.
    CALLER,
    /// A provider's answer: the caller learns the place, the technical cause is for the log.
    PROVIDER;

    private static final int LONGEST = 300;
    private static final int LONGEST_PATH = 120;

    /// A value that breaks a rule of the format.
    ///
    /// @param at where, such as `messages[2].role`, or empty for the whole document
    /// @param rule the end of a sentence, such as `must be a string`
    FailureException at(String at, String rule) {
        String path = bounded(at);
        return switch (this) {
            case CALLER ->
                    new FailureException(
                            new Failure.Caller(
                                    Failure.CallerKind.BAD_REQUEST,
                                    capped((path.isEmpty() ? "the body" : path) + " " + rule),
                                    path.isEmpty() ? null : path));
            case PROVIDER -> new FailureException(malformed(path, " " + rule));
        };
    }

    /// Bytes that are not JSON within the limits.
    ///
    /// @param reason the parser's own words, or null when they may not be shown
    FailureException notJson(String at, @Nullable String reason, @Nullable Throwable cause) {
        String path = bounded(at);
        Failure failure =
                switch (this) {
                    case CALLER -> notJson(path, reason == null ? "it is cut off" : reason);
                    case PROVIDER -> malformed(path, " is not valid JSON");
                };
        return cause == null ? new FailureException(failure) : new FailureException(failure, cause);
    }

    private static Failure notJson(String path, String reason) {
        String place = path.isEmpty() ? "" : " at " + path;
        return new Failure.Caller(
                Failure.CallerKind.BAD_REQUEST,
                capped("the body is not valid JSON" + place + ": " + reason),
                path.isEmpty() ? null : path);
    }

    private static Failure malformed(String path, String what) {
        return new Failure.Provider(
                Failure.ProviderKind.MALFORMED,
                capped("the provider's answer" + (path.isEmpty() ? "" : " at " + path) + what));
    }

    // A path is as long as its sender likes; both ends say most of it.
    private static String bounded(String path) {
        int end = LONGEST_PATH / 2;
        return wellFormed(
                path.length() <= LONGEST_PATH
                        ? path
                        : path.substring(0, end) + "…" + path.substring(path.length() - end));
    }

    // Names may hold half of a surrogate pair, and cutting makes halves.
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static String capped(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LONGEST ? line : wellFormed(line.substring(0, LONGEST)) + "…";
    }
}
