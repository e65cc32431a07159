// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.List;

/// Turns the events of a stream into a reply with its gates, its end and its growing bill.
final class StreamScript {
    private final Shape shape;
    private final Said said;
    private final Bill.Line line;
    private final int total;
    private int written;

    StreamScript(Shape shape, Said said, Bill.Line line, int total) {
        this.shape = shape;
        this.said = said;
        this.line = line;
        this.total = total;
    }

    Reply play(List<Beat> beats, ReplyBuilder reply) {
        int held = -1;
        for (Beat beat : beats) {
            if (beat.kind() != Beat.Kind.OPENING && held < written) {
                held = written;
                hold(reply);
                if (ended(reply)) {
                    return reply.build();
                }
            }
            reply.piece(beat.text());
            if (beat.kind() == Beat.Kind.CONTENT) {
                int now = ++written;
                reply.note(() -> line.written(now, total));
            }
        }
        return reply.note(line::complete).build();
    }

    private void hold(ReplyBuilder reply) {
        Gate gate = said.answer().gates().get(written);
        if (gate != null) {
            reply.await(gate);
        }
    }

    /// Whether the stream ends here by script, and how.
    private boolean ended(ReplyBuilder reply) {
        return switch (said.answer().end()) {
            case StreamEnd.Complete _ -> false;
            case StreamEnd.Cut(int after) when due(after) -> {
                reply.cut();
                yield true;
            }
            case StreamEnd.Reset(int after) when due(after) -> {
                reply.reset();
                yield true;
            }
            case StreamEnd.Silent(int after) when due(after) -> {
                reply.silence();
                yield true;
            }
            case StreamEnd.Failed(int after, String type, String message) when due(after) -> {
                reply.piece(shape.errorEvent(type, message, said.requestId()));
                yield true;
            }
            case StreamEnd.Cut _, StreamEnd.Reset _, StreamEnd.Silent _, StreamEnd.Failed _ ->
                    false;
        };
    }

    private boolean due(int after) {
        return written >= Math.min(after, total);
    }
}
