// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/// Composes a [Reply]. Pieces, pauses and ends happen in the order in which they were added. Not safe
/// for several threads.
public final class ReplyBuilder {
    private final int status;
    private final List<Header> headers = new ArrayList<>();
    private final List<Step> body = new ArrayList<>();
    private Framing framing = Framing.LENGTH;
    private long declaredLength = -1;
    private boolean gzip;
    private boolean ended;
    private boolean closes;

    ReplyBuilder(int status) {
        this.status = status;
    }

    /// Adds a header line; a framing header given here replaces none of ours.
    public ReplyBuilder header(String name, String value) {
        headers.add(new Header(name, value));
        return this;
    }

    /// Adds `Content-Type`.
    public ReplyBuilder contentType(String type) {
        return header("Content-Type", type);
    }

    /// How the end of the body is told; [Framing#LENGTH] if not called.
    public ReplyBuilder framing(Framing how) {
        framing = how;
        return this;
    }

    /// Declares this content length whatever the body has, and with it [Framing#LENGTH].
    public ReplyBuilder declareLength(long bytes) {
        declaredLength = bytes;
        return framing(Framing.LENGTH);
    }

    /// Compresses the body and says so; every piece is flushed through the compressor.
    public ReplyBuilder gzip() {
        gzip = true;
        return header("Content-Encoding", "gzip");
    }

    /// Adds text to the body, written in one flush.
    public ReplyBuilder piece(String text) {
        return piece(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Adds bytes to the body, written in one flush; no bytes add nothing.
    public ReplyBuilder piece(byte[] bytes) {
        return bytes.length == 0 ? this : add(new Step.Write(bytes.clone()));
    }

    /// Waits that long. Prefer [#await(Gate)] wherever the test can tell when to go on.
    public ReplyBuilder pause(Duration time) {
        return add(new Step.Pause(time));
    }

    /// Waits at the gate.
    public ReplyBuilder await(Gate gate) {
        return add(new Step.Await(gate));
    }

    /// Ends the connection in order (FIN) here; the body stays unfinished.
    public ReplyBuilder cut() {
        return end(new Step.Cut());
    }

    /// Resets the connection (RST) here; the body stays unfinished.
    public ReplyBuilder reset() {
        return end(new Step.Reset());
    }

    /// Says nothing more from here on, until the peer leaves.
    public ReplyBuilder silence() {
        return end(new Step.Silence());
    }

    /// Closes the connection after the complete body without having announced it, as a server does
    /// whose idle time is over.
    public ReplyBuilder closesAfterwards() {
        closes = true;
        return this;
    }

    /// The finished reply. The builder may be used further for a variation.
    public Reply build() {
        List<Step> coded = gzip ? compressed() : body;
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.Write(head(coded).getBytes(StandardCharsets.UTF_8)));
        for (Step step : coded) {
            steps.add(
                    step instanceof Step.Write write && framing == Framing.CHUNKED
                            ? new Step.Write(chunk(write.bytes()))
                            : step);
        }
        if (!ended) {
            if (framing == Framing.CHUNKED) {
                steps.add(new Step.Write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            }
            if (framing == Framing.CLOSE || closes) {
                steps.add(new Step.Cut());
            }
        }
        return new Reply(steps);
    }

    ReplyBuilder note(Runnable told) {
        return add(new Step.Note(told));
    }

    private ReplyBuilder add(Step step) {
        if (ended) {
            throw new IllegalStateException(
                    "The reply already ends here; add " + step + " before the end");
        }
        body.add(step);
        return this;
    }

    private ReplyBuilder end(Step step) {
        add(step);
        ended = true;
        return this;
    }

    private String head(List<Step> coded) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
        for (Header header : headers) {
            head.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
        switch (framing) {
            case LENGTH -> {
                long length = declaredLength >= 0 ? declaredLength : length(coded);
                head.append("Content-Length: ").append(length).append("\r\n");
            }
            case CHUNKED -> head.append("Transfer-Encoding: chunked\r\n");
            case CLOSE -> head.append("Connection: close\r\n");
        }
        return head.append("\r\n").toString();
    }

    private static long length(List<Step> steps) {
        long length = 0;
        for (Step step : steps) {
            length += step instanceof Step.Write write ? write.bytes().length : 0;
        }
        return length;
    }

    private static byte[] chunk(byte[] bytes) {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        String size = Integer.toHexString(bytes.length).toLowerCase(Locale.ROOT) + "\r\n";
        chunk.writeBytes(size.getBytes(StandardCharsets.US_ASCII));
        chunk.writeBytes(bytes);
        chunk.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        return chunk.toByteArray();
    }

    private List<Step> compressed() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<Step> steps = new ArrayList<>();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes, 512, true)) {
            for (Step step : body) {
                if (step instanceof Step.Write write) {
                    zip.write(write.bytes());
                    zip.flush();
                    steps.add(taken(bytes));
                } else {
                    steps.add(step);
                }
            }
            if (!ended) {
                zip.finish();
                steps.add(taken(bytes));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return steps;
    }

    private static Step taken(ByteArrayOutputStream bytes) {
        Step.Write write = new Step.Write(bytes.toByteArray());
        bytes.reset();
        return write;
    }
}
