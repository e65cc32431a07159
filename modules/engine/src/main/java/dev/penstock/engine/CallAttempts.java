// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.EmbeddingRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.InferenceRequest;
import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Plan;
import dev.penstock.inference.Price;
import dev.penstock.inference.Target;
import dev.penstock.inference.Task;
import dev.penstock.inference.TimeOrderedIds;
import dev.penstock.inference.TokenCountRequest;
import dev.penstock.inference.Usage;
import dev.penstock.spi.ChatReply;
import dev.penstock.spi.EmbeddingReply;
import dev.penstock.spi.Provider;
import dev.penstock.spi.RelayStream;
import dev.penstock.spi.UpstreamAttempt;
import dev.penstock.state.CatalogSource;
import dev.penstock.state.ProviderConfiguration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The attempts of one call: the targets of its plan in order, until one brings first content. Used
/// by one thread, once.
final class CallAttempts {

    /// How much of an answer is held before first content; with more it counts as begun.
    static final int HELD_BYTES = 64 * 1024;

    /// What all calls share.
    record Parts(
            CatalogSource catalog,
            ProviderRegistry registry,
            OfferedModels offered,
            TimeOrderedIds ids,
            OpenAttempt.Surroundings surroundings) {}

    private final Parts parts;
    private final Inbound inbound;
    private final Plan plan;
    private @Nullable InferenceRequest decoded;
    private int attempts;

    CallAttempts(Parts parts, Inbound inbound, Plan plan) {
        this.parts = parts;
        this.inbound = inbound;
        this.plan = plan;
    }

    /// Tries the targets.
    ///
    /// @return the first answer that has content
    /// @throws FailureException the last failure
    Answer answer() {
        FailureException last = null;
        for (Target target : plan.targets()) {
            try {
                return attempt(target);
            } catch (FailureException e) {
                if (!(e.failure() instanceof Failure.Provider provider && provider.retryable())) {
                    throw e;
                }
                last = e;
            }
        }
        if (last == null) {
            throw new IllegalStateException("a plan without targets");
        }
        throw last;
    }

    private Answer attempt(Target target) {
        ProviderLease lease =
                parts.registry().lease(inbound.caller().organisation(), target.provider());
        try {
            return attempt(target, lease);
        } catch (FailureException e) {
            if (modelUnknown(e.failure())) {
                parts.offered().doubt(lease.configuration());
            }
            throw e;
        }
    }

    private Answer attempt(Target target, ProviderLease lease) {
        OpenAttempt attempt;
        InferenceRequest request;
        UUID id = parts.ids().next();
        try {
            request =
                    nativeTo(lease.provider(), target) ? null : decoded().withModel(target.model());
            refuseWhenCancelled();
            if (request != null && !understands(lease.provider(), target, request)) {
                Answer estimate = withoutProvider(target, request);
                lease.close();
                return estimate;
            }
            attempt = open(id, target, lease);
        } catch (Throwable e) {
            lease.close();
            throw e;
        }
        attempts++;
        UpstreamAttempt upstream = new UpstreamAttempt(inbound.id(), id);
        try {
            Asked asked = new Asked(target, lease.provider(), attempt, upstream);
            return switch (request) {
                case null -> relayed(asked);
                case ChatRequest chat -> translated(asked, chat);
                case EmbeddingRequest embedding -> embedded(asked, embedding);
                case TokenCountRequest count -> counted(asked, count);
            };
        } catch (Throwable e) {
            throw attempt.failed(e);
        }
    }

    private boolean nativeTo(Provider provider, Target target) {
        try {
            return provider.formats(target.model()).contains(inbound.raw().format());
        } catch (Throwable e) {
            throw Defects.ofProvider(target.provider(), e);
        }
    }

    private static boolean understands(Provider provider, Target target, InferenceRequest request) {
        try {
            return provider.tasks(target.model()).contains(request.task());
        } catch (Throwable e) {
            throw Defects.ofProvider(target.provider(), e);
        }
    }

    // Nobody is called, so there is nothing to record.
    private Answer withoutProvider(Target target, InferenceRequest request) {
        if (request instanceof TokenCountRequest count) {
            AnswerFacts facts = facts(target, List.of(), Map.of(), null);
            return new Answer.Counted(facts, TokenEstimate.of(count.conversation()), true);
        }
        throw new FailureException(
                new Failure.Caller(
                        Failure.CallerKind.BAD_REQUEST,
                        "model '%s' is served by provider '%s', which has no %s; choose another model"
                                .formatted(
                                        inbound.raw().model(),
                                        target.provider(),
                                        switch (request.task()) {
                                            case CHAT -> "chat";
                                            case EMBEDDING -> "embeddings";
                                            case TOKEN_COUNT -> "counter of tokens";
                                        })));
    }

    private InferenceRequest decoded() {
        InferenceRequest request = decoded;
        if (request == null) {
            try {
                request = inbound.decoded().get();
            } catch (Throwable e) {
                throw Defects.ofPart("the decoder of " + inbound.raw().format().id(), e);
            }
            decoded = request;
        }
        return request;
    }

    private void refuseWhenCancelled() {
        Failure reason = inbound.control().reason();
        if (reason != null) {
            throw new FailureException(reason);
        }
    }

    private OpenAttempt open(UUID id, Target target, ProviderLease lease) {
        Instant now = parts.surroundings().clock().instant();
        ProviderConfiguration provider = lease.configuration();
        Price price =
                inbound.raw().format().task() == Task.TOKEN_COUNT
                        ? null
                        : price(target, provider, now);
        LedgerEntry.Opened row =
                new LedgerEntry.Opened(
                        id,
                        inbound.id(),
                        inbound.caller().organisation(),
                        inbound.caller().team(),
                        inbound.caller().project(),
                        inbound.caller().key(),
                        provider.uid(),
                        provider.type(),
                        plan.route(),
                        plan.requested(),
                        target.model(),
                        inbound.endpoint(),
                        inbound.raw().stream(),
                        now,
                        Math.max(1, inbound.raw().body().length / 4),
                        price == null ? null : price.version(),
                        lease.credential());
        return OpenAttempt.open(row, price, lease, inbound.control(), parts.surroundings());
    }

    private @Nullable Price price(Target target, ProviderConfiguration provider, Instant now) {
        return parts.catalog()
                .current()
                .price(provider.organisation(), provider.type(), target.model(), now)
                .orElse(null);
    }

    // An attempt whose row is open, and whom it asks.
    private record Asked(
            Target target, Provider provider, OpenAttempt attempt, UpstreamAttempt upstream) {}

    private Answer relayed(Asked asked) {
        OpenAttempt attempt = asked.attempt();
        Target target = asked.target();
        RelayStream stream =
                attempt.begin(
                        () ->
                                asked.provider()
                                        .relay(inbound.raw(), target.model(), asked.upstream()),
                        Function.identity());
        attempt.tally().begun(stream.upstreamId());
        AttemptedRelay relay = new AttemptedRelay(stream, attempt, !inbound.raw().stream());
        hold(attempt, relay::hold);
        return new Answer.Relayed(
                facts(target, stream.dropped(), relay.headers(), relay.upstreamId()), relay);
    }

    private Answer embedded(Asked asked, EmbeddingRequest request) {
        OpenAttempt attempt = asked.attempt();
        EmbeddingReply reply =
                attempt.begin(
                        () -> asked.provider().embed(request, asked.upstream()), _ -> () -> {});
        attempt.tally().begun(reply.upstreamId());
        attempt.tally().whole(reply.answer().usage());
        if (reply.answer().vectors().size() != request.inputs().size()) {
            throw new FailureException(
                    new Failure.Provider(
                            Failure.ProviderKind.MALFORMED,
                            "the provider sent %d vectors for %d inputs"
                                    .formatted(
                                            reply.answer().vectors().size(),
                                            request.inputs().size())));
        }
        attempt.complete();
        return new Answer.Embedded(
                facts(asked.target(), reply.dropped(), Map.of(), reply.upstreamId()),
                reply.answer());
    }

    private Answer counted(Asked asked, TokenCountRequest request) {
        OpenAttempt attempt = asked.attempt();
        long tokens =
                attempt.begin(
                        () ->
                                asked.provider()
                                        .countTokens(request.conversation(), asked.upstream()),
                        _ -> () -> {});
        attempt.tally().begun(null);
        attempt.tally().whole(Usage.none());
        attempt.complete();
        return new Answer.Counted(facts(asked.target(), List.of(), Map.of(), null), tokens, false);
    }

    private Answer translated(Asked asked, ChatRequest request) {
        OpenAttempt attempt = asked.attempt();
        Target target = asked.target();
        ChatReply reply =
                attempt.begin(
                        () -> asked.provider().chat(request, asked.upstream()), ChatReply::events);
        attempt.tally().begun(reply.upstreamId());
        AttemptedEvents events = new AttemptedEvents(reply.events(), attempt);
        hold(attempt, events::hold);
        return new Answer.Translated(
                facts(target, reply.dropped(), Map.of(), attempt.tally().upstreamId()), events);
    }

    // A plain answer comes whole: its first byte and its total time are bounded already.
    private void hold(OpenAttempt attempt, Runnable hold) {
        if (inbound.raw().stream()) {
            attempt.holdUntilContent(hold);
        } else {
            hold.run();
        }
    }

    private AnswerFacts facts(
            Target target,
            List<String> dropped,
            Map<String, List<String>> headers,
            @Nullable String upstreamId) {
        return new AnswerFacts(
                inbound.id(),
                target.provider(),
                target.model(),
                attempts,
                dropped,
                headers,
                upstreamId);
    }

    private static boolean modelUnknown(Failure failure) {
        return switch (failure) {
            case Failure.Provider provider ->
                    provider.kind() == Failure.ProviderKind.REJECTED
                            && Integer.valueOf(404).equals(provider.upstreamStatus());
            case Failure.Caller caller -> caller.kind() == Failure.CallerKind.UNKNOWN_MODEL;
            case Failure.Limit _, Failure.Gateway _ -> false;
        };
    }
}
