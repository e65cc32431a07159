// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Plan;
import dev.penstock.inference.Price;
import dev.penstock.inference.Target;
import dev.penstock.inference.TimeOrderedIds;
import dev.penstock.spi.ChatReply;
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
    private @Nullable ChatRequest decoded;
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
        ChatRequest request;
        UUID id = parts.ids().next();
        try {
            request =
                    nativeTo(lease.provider(), target) ? null : decoded().withModel(target.model());
            refuseWhenCancelled();
            attempt = open(id, target, lease);
        } catch (Throwable e) {
            lease.close();
            throw e;
        }
        attempts++;
        UpstreamAttempt upstream = new UpstreamAttempt(inbound.id(), id);
        try {
            return request == null
                    ? relayed(target, lease.provider(), attempt, upstream)
                    : translated(target, lease.provider(), attempt, upstream, request);
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

    private ChatRequest decoded() {
        ChatRequest request = decoded;
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
                parts.catalog()
                        .current()
                        .price(provider.organisation(), provider.type(), target.model(), now)
                        .orElse(null);
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

    private Answer relayed(
            Target target, Provider provider, OpenAttempt attempt, UpstreamAttempt upstream) {
        RelayStream stream =
                attempt.begin(
                        () -> provider.relay(inbound.raw(), target.model(), upstream),
                        Function.identity());
        attempt.tally().begun(stream.upstreamId());
        AttemptedRelay relay = new AttemptedRelay(stream, attempt, !inbound.raw().stream());
        hold(attempt, relay::hold);
        return new Answer.Relayed(
                facts(target, List.of(), relay.headers(), relay.upstreamId()), relay);
    }

    private Answer translated(
            Target target,
            Provider provider,
            OpenAttempt attempt,
            UpstreamAttempt upstream,
            ChatRequest request) {
        ChatReply reply = attempt.begin(() -> provider.chat(request, upstream), ChatReply::events);
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
