// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// What all simulated providers have in common: a server, a queue of answers, models and a bill.
final class Simulation {
    private final FaultUpstream server = FaultUpstream.start();
    private final ConcurrentLinkedQueue<Answer> queue = new ConcurrentLinkedQueue<>();
    private final Map<String, SimulatedModel> models = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final Bill bill = new Bill();

    Simulation(List<SimulatedModel> models) {
        models.forEach(model -> this.models.put(model.id(), model));
    }

    FaultUpstream server() {
        return server;
    }

    Bill bill() {
        return bill;
    }

    Map<String, SimulatedModel> models() {
        return models;
    }

    void enqueue(Answer... answers) {
        queue.addAll(List.of(answers));
    }

    /// Lets `respond` answer, and writes a refusal it throws in the provider's shape.
    Reply guarded(Shape shape, RecordedRequest request, Responder respond) {
        try {
            return respond.answer(request);
        } catch (Refusal refusal) {
            String id = requestId(calls.incrementAndGet());
            String body =
                    shape.error(
                            refusal.type(), refusal.code(), refusal.param(), refusal.message(), id);
            return reply(refusal.status(), shape.headers(id)).piece(body).build();
        }
    }

    /// Answers an inference request.
    Reply infer(Shape shape, RecordedRequest request) {
        Prompt prompt = shape.understand(request);
        Answer queued = queue.poll();
        Answer answer = queued == null ? Improvisation.answer(prompt) : queued;
        int number = calls.incrementAndGet();
        String id = requestId(number);
        Answer.Refused refused = answer.refused();
        if (refused != null) {
            return refusal(shape, answer, refused, id);
        }
        Tokens tokens = answer.tokens().orElseGet(() -> counted(prompt, answer));
        long created = request.arrived().getEpochSecond();
        Said said = new Said(id, number, created, prompt, answer, tokens);
        Bill.Line line = bill.open(id, prompt.model().id(), tokens, prompt.streamed());
        return prompt.streamed() ? stream(shape, said, line) : plain(shape, said, line);
    }

    private static Reply refusal(Shape shape, Answer answer, Answer.Refused refused, String id) {
        ReplyBuilder reply = reply(refused.status(), shape.headers(id));
        answer.headers().forEach(header -> reply.header(header.name(), header.value()));
        String body = shape.error(refused.type(), refused.code(), null, refused.message(), id);
        return reply.piece(body).build();
    }

    private static Reply plain(Shape shape, Said said, Bill.Line line) {
        String body = shape.plain(said);
        ReplyBuilder builder = reply(200, shape.headers(said.requestId()));
        said.answer().headers().forEach(h -> builder.header(h.name(), h.value()));
        line.written(1, 1);
        Reply reply = builder.piece(body).note(line::complete).build();
        Reply ended =
                switch (said.answer().end()) {
                    case StreamEnd.Complete _, StreamEnd.Failed _ -> reply;
                    case StreamEnd.Cut _ -> reply.cutAt(reply.wireLength() - body.length() / 2);
                    case StreamEnd.Reset _ -> reply.resetAt(reply.wireLength() - body.length() / 2);
                    case StreamEnd.Silent _ -> Reply.never();
                };
        for (Gate gate : said.answer().gates().values()) {
            ended = ended.heldAt(gate);
        }
        return ended;
    }

    private static Reply stream(Shape shape, Said said, Bill.Line line) {
        ReplyBuilder reply = Reply.status(200).framing(Framing.CHUNKED);
        reply.contentType("text/event-stream; charset=utf-8").header("Cache-Control", "no-cache");
        shape.headers(said.requestId()).forEach(h -> reply.header(h.name(), h.value()));
        said.answer().headers().forEach(h -> reply.header(h.name(), h.value()));
        List<Beat> beats = shape.stream(said);
        int total = (int) beats.stream().filter(beat -> beat.kind() == Beat.Kind.CONTENT).count();
        return new StreamScript(shape, said, line, total).play(beats, reply);
    }

    private static ReplyBuilder reply(int status, List<Header> headers) {
        ReplyBuilder reply = Reply.status(status).contentType("application/json");
        headers.forEach(header -> reply.header(header.name(), header.value()));
        return reply;
    }

    private static Tokens counted(Prompt prompt, Answer answer) {
        long output = 0;
        for (Part part : answer.parts()) {
            output += Improvisation.tokens(part.whole());
        }
        return Tokens.of(prompt.inputTokens(), Math.max(1, output));
    }

    /// The id of another request.
    String nextId() {
        return requestId(calls.incrementAndGet());
    }

    private static String requestId(int number) {
        return "req_%024d".formatted(number);
    }
}
