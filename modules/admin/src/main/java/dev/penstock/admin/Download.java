// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.state.Backup;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A backup as the body of an answer, which has until a deadline to be fetched: it takes room on the
/// disk, and there can be one at a time.
///
/// @param backup closed when it was sent
/// @param name of the file
/// @param deadline until it is given up
record Download(Backup backup, String name, Duration deadline) implements Reply.Streamed {

    @Override
    public void send(ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, "application/zip");
        response.header(HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
        response.contentLength(backup.bytes());
        CountDownLatch sent = new CountDownLatch(1);
        Thread.startVirtualThread(() -> closeAfter(sent));
        try (OutputStream out = response.outputStream()) {
            backup.writeTo(out);
        } catch (IOException | UncheckedIOException e) {
            // The length is out, so only the end of the connection says that it was not all.
            throw new CloseConnectionException("the backup was not fetched to its end", e);
        } finally {
            sent.countDown();
            backup.close();
        }
    }

    private void closeAfter(CountDownLatch sent) {
        try {
            if (!sent.await(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                backup.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
