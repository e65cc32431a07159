// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LineFormatTest {

    private static String line(String message, Throwable error) {
        LogRecord entry = new LogRecord(Level.WARNING, message);
        entry.setLoggerName("dev.penstock.storage.Journal");
        entry.setInstant(Instant.parse("2026-11-20T09:15:02.123456Z"));
        entry.setThrown(error);
        return new LineFormat(false).format(entry);
    }

    @Test
    void lineTellsTimeLevelPlaceAndMessage() {
        assertThat(line("disk is slow", null))
                .isEqualTo("2026-11-20T09:15:02.123Z WARNING storage.Journal: disk is slow\n");
    }

    @Test
    void lineBreaksOfAMessageAreEscaped() {
        assertThat(line("a\nb\r\tc\u001b[31m\u2028d", null))
                .endsWith(": a\\nb\\r\\tc\\u001b[31m\\u2028d\n")
                .hasLineCount(1);
    }

    @Test
    void errorAndItsCauseStandOnTheSameLine() {
        Exception error = new IllegalStateException("outer\nline", new IOException("inner"));

        assertThat(line("failed", error))
                .hasLineCount(1)
                .contains(
                        "failed | java.lang.IllegalStateException: outer\\nline at LineFormatTest.")
                .contains(" | caused by java.io.IOException: inner at ");
    }

    @Test
    void whatLooksLikeAKeyIsMasked() {
        assertThat(line("sent sk-pst-0123456789abcdef and sk-ant-api03-0123456789abcdef", null))
                .endsWith(": sent sk-pst-*** and sk-ant-***\n");
        assertThat(line("token pst-adm-0123456789abcdef, AIzaSyA0123456789abc", null))
                .endsWith(": token pst-adm-***, AIza***\n");
    }

    @Test
    void ordinaryWordsAreNotMasked() {
        assertThat(line("task-force risk-assessment-of-everything", null))
                .endsWith(": task-force risk-assessment-of-everything\n");
    }

    @Test
    void verboseLinesAreFollowedByTheStackTrace() {
        LogRecord entry = new LogRecord(Level.SEVERE, "failed");
        entry.setThrown(new IllegalStateException("why"));

        assertThat(new LineFormat(true).format(entry))
                .contains("failed\njava.lang.IllegalStateException: why\n\tat ");
    }
}
