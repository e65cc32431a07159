// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Makes events of completions and chunks, which share their shape; holds the state of one answer.
final class OpenAiAnswer {

    private final OpenAiToolCalls calls;
    private final List<ChatEvent> events = new ArrayList<>();
    private String id = "";
    private String model = "";
    private boolean started;
    private boolean finished;

    OpenAiAnswer(RandomGenerator random) {
        this.calls = new OpenAiToolCalls(random);
    }

    /// Whether the answer said why it stopped.
    boolean finished() {
        return finished;
    }

    /// The events since the last call.
    List<ChatEvent> drain() {
        List<ChatEvent> drained = List.copyOf(events);
        events.clear();
        return drained;
    }

    /// Takes a chunk.
    void chunk(byte[] bytes, int offset, int length) {
        Envelope envelope = Envelope.read(bytes, offset, length);
        OpenAiChoice choice = choice(envelope, bytes, offset, length);
        if (choice != null) {
            begin();
            content(choice);
            finish(OpenAiFinish.read(choice.finish(), calls.any()));
        }
        usage(envelope);
    }

    /// Takes a whole completion, which is complete even if the server forgets to say why.
    void completion(byte[] bytes, int offset, int length) {
        Envelope envelope = Envelope.read(bytes, offset, length);
        OpenAiChoice choice = choice(envelope, bytes, offset, length);
        if (choice == null) {
            throw JsonFault.PROVIDER.at("choices", "must hold an answer");
        }
        begin();
        content(choice);
        usage(envelope);
        StopReason reason = OpenAiFinish.read(choice.finish(), calls.any());
        finish(reason != null ? reason : calls.any() ? StopReason.TOOL_CALLS : StopReason.END);
    }

    private @Nullable OpenAiChoice choice(Envelope envelope, byte[] bytes, int offset, int length) {
        envelope.refuseError(bytes, offset, length);
        id = id.isEmpty() ? envelope.id : id;
        model = model.isEmpty() ? envelope.model : model;
        return envelope.choice;
    }

    private void begin() {
        if (!started) {
            started = true;
            events.add(new ChatEvent.Started(id, model));
        }
    }

    private void content(OpenAiChoice choice) {
        if (!finished) {
            events.addAll(choice.words());
            choice.calls().forEach(call -> calls.take(call, events));
        }
    }

    private void usage(Envelope envelope) {
        if (envelope.usage != null) {
            begin();
            events.add(new ChatEvent.UsageReported(envelope.usage));
        }
    }

    private void finish(@Nullable StopReason reason) {
        if (reason != null && !finished) {
            calls.end();
            finished = true;
            events.add(new ChatEvent.Finished(reason, null));
        }
    }

    /// The members of a completion or chunk that matter.
    private static final class Envelope {
        private String id = "";
        private String model = "";
        private @Nullable OpenAiChoice choice;
        private @Nullable Usage usage;
        private @Nullable OpenAiFault fault;
        private @Nullable OpenAiFault groq;
        private boolean errorObject;

        static Envelope read(byte[] bytes, int offset, int length) {
            Envelope envelope = new Envelope();
            try (JsonIn in = JsonIn.provider(bytes, offset, length)) {
                in.object();
                for (String name = in.member(); name != null; name = in.member()) {
                    envelope.read(in, name);
                }
                in.end();
            }
            return envelope;
        }

        private void read(JsonIn in, String name) {
            if (in.isNull()) {
                return;
            }
            switch (name) {
                case "id" -> id = text(in);
                case "model" -> model = text(in);
                case "object" -> errorObject = text(in).equals("error");
                case "choices" -> choices(in);
                case "usage" -> usage = OpenAiUsage.read(in);
                case "error" -> fault = OpenAiFault.of(in);
                case "x_groq" -> groq = OpenAiFault.ofGroq(in);
                default -> in.skip();
            }
        }

        private void choices(JsonIn in) {
            in.array();
            while (in.element()) {
                OpenAiChoice read = OpenAiChoice.read(in);
                if (read.index() == 0) {
                    choice = read;
                }
            }
        }

        private static String text(JsonIn in) {
            if (in.isString()) {
                return in.string();
            }
            in.skip();
            return "";
        }

        void refuseError(byte[] bytes, int offset, int length) {
            OpenAiFault found = fault != null ? fault : groq;
            if (found == null && errorObject) {
                found = OpenAiFault.of(bytes, offset, length);
            }
            if (found != null) {
                throw new FailureException(found.failure());
            }
        }
    }
}
