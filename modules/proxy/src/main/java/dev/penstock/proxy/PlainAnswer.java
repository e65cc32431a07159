// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.engine.Answer;
import dev.penstock.engine.Engine;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.spi.RelayChunk;
import dev.penstock.spi.RelayStream;
import io.helidon.webserver.CloseConnectionException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// Sends one plain answer, whole or not at all.
final class PlainAnswer {

    private final InferenceCall call;
    private final WriteClock writes;
    private final CallWatch watch;
    private final long most;

    PlainAnswer(InferenceCall call, WriteClock writes, CallWatch watch, long most) {
        this.call = call;
        this.writes = writes;
        this.watch = watch;
        this.most = most;
    }

    /// Sends it.
    ///
    /// @throws CloseConnectionException when the caller has gone
    /// @throws RuntimeException what went wrong; nothing was sent
    void send(Engine engine) {
        try (Answer answer = engine.answer(call.inbound())) {
            watch.answered(answer);
            byte[] body = body(answer);
            watch.throwIfGone();
            Answers.facts(call.response(), answer.facts());
            Answers.id(call.response(), call.dialect(), call.inbound().id());
            if (answer instanceof Answer.Counted counted && counted.estimated()) {
                Answers.estimated(call.response());
            }
            write(contentType(answer), body);
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RuntimeException e) {
            watch.throwIfGone();
            throw e;
        }
    }

    private byte[] body(Answer answer) {
        return switch (answer) {
            case Answer.Relayed relayed -> collect(relayed.stream());
            case Answer.Translated _, Answer.Embedded _, Answer.Counted _ ->
                    bounded(call.speech().encode(answer, call.inbound().raw(), call.identity()));
        };
    }

    private static String contentType(Answer answer) {
        return switch (answer) {
            case Answer.Relayed relayed -> relayed.stream().contentType();
            case Answer.Translated _, Answer.Embedded _, Answer.Counted _ -> "application/json";
        };
    }

    private byte[] collect(RelayStream stream) {
        byte[] whole = new byte[0];
        ByteArrayOutputStream more = null;
        for (RelayChunk chunk = stream.next(); chunk != null; chunk = stream.next()) {
            if ((more == null ? whole.length : more.size()) + (long) chunk.length() > most) {
                throw tooLarge();
            }
            if (whole.length == 0 && more == null) {
                // Mostly all there is.
                whole =
                        Arrays.copyOfRange(
                                chunk.bytes(), chunk.offset(), chunk.offset() + chunk.length());
                continue;
            }
            if (more == null) {
                more = new ByteArrayOutputStream(2 * (whole.length + chunk.length()));
                more.write(whole, 0, whole.length);
            }
            more.write(chunk.bytes(), chunk.offset(), chunk.length());
        }
        return more == null ? whole : more.toByteArray();
    }

    private byte[] bounded(byte[] body) {
        if (body.length > most) {
            throw tooLarge();
        }
        return body;
    }

    private FailureException tooLarge() {
        return new FailureException(
                new Failure.Provider(
                        Failure.ProviderKind.MALFORMED,
                        "the provider's answer is larger than %d bytes; ask for a stream"
                                .formatted(most)));
    }

    private void write(String contentType, byte[] body) {
        writes.begin();
        try {
            Answers.send(call.request(), call.response(), contentType, body);
        } catch (CloseConnectionException e) {
            watch.leave();
            throw e;
        } finally {
            writes.end();
        }
    }
}
