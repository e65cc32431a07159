// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Listens to the feed over a plain socket, which it can leave unread.
final class LiveListener implements AutoCloseable {

    static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final Pattern ID = Pattern.compile("id:(\\S+)\\R");
    private static final Pattern STATUS = Pattern.compile("HTTP/1.1 ([0-9]{3})");
    private static final Pattern TYPE = Pattern.compile("(?i)content-type: *(\\S+)");

    private final Socket socket = new Socket();
    private final Semaphore reading = new Semaphore(1);

    @SuppressWarnings("JdkObsolete") // Written by one thread, read by another.
    private final StringBuffer heard = new StringBuffer();

    private final Thread reader = Thread.ofVirtual().unstarted(this::read);

    private LiveListener() {}

    static LiveListener open(URI server, String query, String token, String... headers) {
        LiveListener listener = new LiveListener();
        StringBuilder request =
                new StringBuilder("GET /admin/v1/calls/live" + query + " HTTP/1.1\r\nHost: x\r\n")
                        .append("Accept: text/event-stream\r\n")
                        .append("Authorization: Bearer " + token + "\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            request.append(headers[i] + ": " + headers[i + 1] + "\r\n");
        }
        try {
            // Small, so that what is not read is soon felt.
            listener.socket.setReceiveBufferSize(8_192);
            listener.socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
            listener.socket
                    .getOutputStream()
                    .write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        listener.reader.start();
        return listener;
    }

    private void read() {
        try (InputStream in = socket.getInputStream()) {
            byte[] buffer = new byte[65_536];
            int count = 0;
            while (count >= 0) {
                reading.acquire();
                reading.release();
                count = in.read(buffer);
                if (count > 0) {
                    heard.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException | InterruptedException _) {
            // The end, which tests wait for.
        }
    }

    /// Reads no more than what is on its way.
    void pause() {
        reading.acquireUninterruptibly();
    }

    void resumeAfter(Duration time) {
        Thread.startVirtualThread(() -> {
            try {
                TimeUnit.NANOSECONDS.sleep(time.toNanos());
            } catch (InterruptedException _) {
                // Goes on at once.
            }
            reading.release();
        });
    }

    String heard() {
        return heard.toString();
    }

    void await(String text) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        int searched = 0;
        // What comes during a search is searched by the next.
        int length = heard.length();
        while (heard.indexOf(text, Math.max(0, searched - text.length())) < 0) {
            assertThat(System.nanoTime()).as("'%s' is heard in time", text).isLessThan(end);
            searched = length;
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            length = heard.length();
        }
    }

    void awaitEnd() {
        try {
            assertThat(reader.join(DEADLINE)).as("the server ends it in time").isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    int status() {
        await("\r\n\r\n");
        return Integer.parseInt(found(STATUS));
    }

    String contentType() {
        return found(TYPE);
    }

    String lastId() {
        Matcher matcher = ID.matcher(heard);
        String id = "";
        while (matcher.find()) {
            id = matcher.group(1);
        }
        return id;
    }

    private String found(Pattern pattern) {
        Matcher matcher = pattern.matcher(heard);
        assertThat(matcher.find()).as("%s in %s", pattern, heard).isTrue();
        return matcher.group(1);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
