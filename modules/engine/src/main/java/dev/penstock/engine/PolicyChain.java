// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.Call;
import dev.penstock.inference.FailureException;
import dev.penstock.spi.Policy;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Leads a call through the policies, by phase and within a phase by name.
final class PolicyChain {

    private final List<Policy> policies;

    PolicyChain(List<Policy> policies) {
        this.policies =
                policies.stream()
                        .sorted(Comparator.comparing(Policy::phase).thenComparing(Policy::name))
                        .toList();
    }

    /// Runs the chain.
    ///
    /// @param last what stands behind the last policy
    /// @return what `last` returned
    /// @throws FailureException when a policy or `last` refuses; an answer that was there already has
    ///     then been ended through `control`
    @SuppressWarnings("ReferenceEquality") // It must be that very answer, since it is to be closed.
    Answer run(Call call, CallControl control, Supplier<Answer> last) {
        Passage passage = new Passage(call, last);
        try {
            Answer answer = passage.from(0);
            if (answer != passage.answer) {
                throw new IllegalStateException(
                        "a policy returned something else than the rest of the chain");
            }
            return answer;
        } catch (Throwable e) {
            FailureException failure = Defects.ofPart("a policy", e);
            if (passage.answer != null) {
                control.cancel(failure.failure());
                passage.answer.close();
            }
            throw failure;
        }
    }

    private final class Passage {
        private final Call call;
        private final Supplier<Answer> last;
        private @Nullable Answer answer;

        Passage(Call call, Supplier<Answer> last) {
            this.call = call;
            this.last = last;
        }

        Answer from(int index) {
            if (index == policies.size()) {
                Answer reached = last.get();
                answer = reached;
                return reached;
            }
            AtomicBoolean proceeded = new AtomicBoolean();
            return policies.get(index)
                    .around(
                            call,
                            () -> {
                                if (!proceeded.compareAndSet(false, true)) {
                                    throw new IllegalStateException(
                                            "policy "
                                                    + policies.get(index).name()
                                                    + " proceeded twice");
                                }
                                return from(index + 1);
                            });
        }
    }
}
