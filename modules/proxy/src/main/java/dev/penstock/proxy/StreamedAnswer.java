// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.engine.Answer;
import dev.penstock.engine.Engine;
import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.Failure;
import dev.penstock.spi.RelayChunk;
import dev.penstock.wire.AnswerWriter;
import io.helidon.webserver.CloseConnectionException;
import java.util.UUID;

/// Sends one streamed answer: relayed bytes as they come, translated events one by one, each flushed
/// at once.
final class StreamedAnswer {

    private final InferenceCall call;
    private final StreamWriter writer;
    private final CallWatch watch;

    StreamedAnswer(InferenceCall call, StreamWriter writer, CallWatch watch) {
        this.call = call;
        this.writer = writer;
        this.watch = watch;
    }

    /// Sends it.
    ///
    /// @throws CloseConnectionException when the caller has gone
    /// @throws RuntimeException what went wrong, when nothing was sent yet
    void send(Engine engine) {
        try (Answer answer = engine.answer(call.inbound())) {
            watch.answered(answer);
            pass(answer);
            watch.throwIfGone();
            writer.finish();
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RuntimeException e) {
            watch.throwIfGone();
            if (!writer.endBeats()) {
                throw e;
            }
            UUID id = call.inbound().id();
            Failure failure = Guarded.explain(id, e);
            writer.fail(call.speech().encodeEvent(failure, id.toString()));
        }
    }

    private void pass(Answer answer) {
        try {
            switch (answer) {
                case Answer.Relayed relayed -> relay(relayed);
                case Answer.Translated translated -> translate(translated);
                case Answer.Embedded _, Answer.Counted _ ->
                        throw new IllegalStateException("a whole answer to a call for a stream");
            }
        } catch (CloseConnectionException e) {
            // Before the answer is closed, so that its record says why.
            watch.leave();
            throw e;
        }
    }

    private void relay(Answer.Relayed answer) {
        writer.head(sent -> call.beginStream(sent, answer.facts(), answer.stream().contentType()));
        for (RelayChunk chunk = answer.stream().next();
                chunk != null;
                chunk = answer.stream().next()) {
            writer.write(chunk.bytes(), chunk.offset(), chunk.length(), chunk.eventBoundary());
        }
    }

    private void translate(Answer.Translated answer) {
        writer.head(
                sent -> call.beginStream(sent, answer.facts(), "text/event-stream; charset=utf-8"));
        AnswerWriter events =
                call.speech().writer(call.identity(), call.inbound().raw().usageAsked());
        for (ChatEvent event = answer.events().next();
                event != null;
                event = answer.events().next()) {
            write(events.write(event));
        }
        watch.throwIfGone();
        write(events.end());
    }

    private void write(byte[] bytes) {
        writer.write(bytes, 0, bytes.length, true);
    }
}
