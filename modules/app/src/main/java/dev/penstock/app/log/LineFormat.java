// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One line for each record: time, level, place, message, and the error in short. Line breaks and
/// other control characters of a message are written as escapes, so that nobody can write a line of
/// his own; what looks like a key is masked.
final class LineFormat extends Formatter {

    private static final String ROOT = "dev.penstock.";
    private static final Pattern SECRET =
            Pattern.compile(
                    "\\b(sk-pst-|pst-adm-|sk-ant-|sk-proj-|sk-|gsk_|AIza)[A-Za-z0-9_-]{12,}");
    private static final int FRAMES = 6;
    private static final int CAUSES = 3;

    private final boolean verbose;

    /// @param verbose whether errors are followed by their stack traces, on lines of their own
    LineFormat(boolean verbose) {
        this.verbose = verbose;
    }

    @Override
    public String format(LogRecord entry) {
        StringBuilder line = new StringBuilder(160);
        line.append(entry.getInstant().truncatedTo(ChronoUnit.MILLIS)).append(' ');
        line.append(String.format("%-7s ", entry.getLevel().getName()));
        line.append(place(entry.getLoggerName())).append(": ");
        line.append(escape(formatMessage(entry)));
        Throwable error = entry.getThrown();
        if (error != null && !verbose) {
            line.append(" | ").append(escape(inShort(error)));
        }
        line.append('\n');
        if (error != null && verbose) {
            StringWriter trace = new StringWriter();
            error.printStackTrace(new PrintWriter(trace));
            line.append(trace);
        }
        return SECRET.matcher(line).replaceAll("$1***");
    }

    private static String place(@Nullable String logger) {
        if (logger == null) {
            return "-";
        }
        return logger.startsWith(ROOT) ? logger.substring(ROOT.length()) : logger;
    }

    private static String inShort(Throwable error) {
        StringBuilder text = new StringBuilder();
        Throwable at = error;
        for (int cause = 0; at != null && cause < CAUSES; cause++, at = at.getCause()) {
            text.append(cause == 0 ? "" : " | caused by ").append(at).append(" at ");
            StackTraceElement[] trace = at.getStackTrace();
            for (int frame = 0; frame < Math.min(FRAMES, trace.length); frame++) {
                StackTraceElement element = trace[frame];
                String type = element.getClassName();
                text.append(frame == 0 ? "" : " < ")
                        .append(type.substring(type.lastIndexOf('.') + 1))
                        .append('.')
                        .append(element.getMethodName())
                        .append(':')
                        .append(element.getLineNumber());
            }
        }
        return text.toString();
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints()
                .forEach(point -> {
                    if (Character.isISOControl(point) || point == 0x2028 || point == 0x2029) {
                        escaped.append(
                                switch (point) {
                                    case '\n' -> "\\n";
                                    case '\r' -> "\\r";
                                    case '\t' -> "\\t";
                                    default -> String.format("\\u%04x", point);
                                });
                    } else {
                        escaped.appendCodePoint(point);
                    }
                });
        return escaped.toString();
    }
}
