// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Rows as lines of text, fetched page by page while they are sent, however many there are. When it
/// fails on its way the connection breaks, so that nobody takes a part for all.
///
/// @param <T> a row
final class Export<T> implements Reply.Streamed {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String type;
    private final String name;
    private final String head;
    private final Function<@Nullable T, List<T>> pages;
    private final Function<T, String> line;
    private final List<T> first;

    /// An export of which the first page is fetched at once, so that what is refused is refused in words.
    ///
    /// @param type content type
    /// @param name of the file
    /// @param head what stands before the rows
    /// @param pages the rows after one, or the first ones; [Query#MOST], or fewer when there are no more
    /// @param line a row as text with its end
    Export(
            String type,
            String name,
            String head,
            Function<@Nullable T, List<T>> pages,
            Function<T, String> line) {
        this.type = type;
        this.name = name;
        this.head = head;
        this.pages = pages;
        this.line = line;
        this.first = pages.apply(null);
    }

    @Override
    public void send(ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, type + "; charset=utf-8");
        response.header(HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
        // Not closed on a failure: that would end the body as if it were whole.
        Writer out =
                new BufferedWriter(
                        new OutputStreamWriter(response.outputStream(), StandardCharsets.UTF_8));
        try (WriteWatch watch = new WriteWatch(PATIENCE)) {
            watch.write(() -> out.write(head));
            List<T> page = first;
            while (true) {
                List<T> rows = page;
                watch.write(() -> write(rows, out));
                if (rows.size() < Query.MOST) {
                    break;
                }
                page = pages.apply(rows.getLast());
            }
            watch.write(out::close);
        } catch (IOException | RuntimeException e) {
            throw new CloseConnectionException("the export was not sent to its end", e);
        }
    }

    private void write(List<T> rows, Writer out) throws IOException {
        for (T row : rows) {
            out.write(line.apply(row));
        }
    }
}
