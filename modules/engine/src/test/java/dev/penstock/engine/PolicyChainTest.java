// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import static dev.penstock.engine.World.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Step.Piece;
import dev.penstock.inference.Call;
import dev.penstock.inference.Caller;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.Secret;
import dev.penstock.inference.WireFormat;
import dev.penstock.spi.Phase;
import dev.penstock.spi.Policy;
import dev.penstock.spi.PresentedKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PolicyChainTest {

    private final World world = new World();
    private final List<String> passed = new ArrayList<>();

    @BeforeEach
    void configure() {
        world.tenants.provider("one");
        world.fake.answersBytes("one", Step.give(Piece.of("hello")), Step.hang());
    }

    @AfterEach
    void everythingIsReturned() {
        world.close();
    }

    /// What a policy of a test does.
    private interface Around {
        <A> A around(Call call, Policy.Next<A> next);
    }

    private Policy policy(String name, Phase phase, Around around) {
        return new Policy() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Phase phase() {
                return phase;
            }

            @Override
            public <A> A around(Call call, Next<A> next) {
                passed.add(name);
                return around.around(call, next);
            }
        };
    }

    private static final Around PASS =
            new Around() {
                @Override
                public <A> A around(Call call, Policy.Next<A> next) {
                    return next.proceed();
                }
            };

    @Test
    void policiesAreOrderedByPhaseAndThenByName() {
        world.policies.add(policy("b", Phase.RIGHTS, PASS));
        world.policies.add(policy("z", Phase.AUTHENTICATE, PASS));
        world.policies.add(policy("a", Phase.RIGHTS, PASS));

        world.answer("one/m").close();

        assertThat(passed).containsExactly("z", "a", "b");
    }

    @Test
    void policySeesTheCall() {
        AtomicReference<Call> seen = new AtomicReference<>();
        world.policies.add(
                policy(
                        "look",
                        Phase.RIGHTS,
                        new Around() {
                            @Override
                            public <A> A around(Call call, Policy.Next<A> next) {
                                seen.set(call);
                                return next.proceed();
                            }
                        }));
        Inbound inbound = world.inbound("one/m", true, new CallControl());

        world.engine().answer(inbound).close();

        assertThat(seen.get())
                .isEqualTo(
                        new Call(
                                inbound.id(),
                                world.caller,
                                "/v1/chat/completions",
                                WireFormat.OPENAI_CHAT,
                                "one/m",
                                true,
                                Tenants.BEGINNING));
    }

    @Test
    void refusalEndsTheCallBeforeAnyAttempt() {
        Failure refusal = new Failure.Limit(Failure.LimitKind.RATE, "slower", null);
        world.policies.add(
                policy(
                        "limit",
                        Phase.RIGHTS,
                        new Around() {
                            @Override
                            public <A> A around(Call call, Policy.Next<A> next) {
                                throw new FailureException(refusal);
                            }
                        }));

        assertThat(failureOf(() -> world.answer("one/m"))).isEqualTo(refusal);
        assertThat(world.ledger.opened()).isEmpty();
    }

    @Test
    void defectOfAPolicyIsInternal() {
        world.policies.add(
                policy(
                        "broken",
                        Phase.RIGHTS,
                        new Around() {
                            @Override
                            public <A> A around(Call call, Policy.Next<A> next) {
                                throw new IllegalStateException("secret detail");
                            }
                        }));

        Failure failure = failureOf(() -> world.answer("one/m"));

        assertThat(failure.code()).isEqualTo("internal");
        assertThat(failure.message()).doesNotContain("secret detail");
    }

    @Test
    void answerThatAPolicyRefusesAfterwardsIsEnded() {
        world.policies.add(
                policy(
                        "late",
                        Phase.RIGHTS,
                        new Around() {
                            @Override
                            public <A> A around(Call call, Policy.Next<A> next) {
                                next.proceed();
                                throw new FailureException(
                                        new Failure.Caller(Failure.CallerKind.FORBIDDEN, "no"));
                            }
                        }));

        assertThat(failureOf(() -> world.answer("one/m")).code()).isEqualTo("forbidden");
        assertThat(world.ledger.onlyRow().outcome()).isEqualTo("forbidden");
    }

    @Test
    void policyThatSwallowsTheAnswerHasADefect() {
        world.policies.add(
                policy(
                        "swallows",
                        Phase.RIGHTS,
                        new Around() {
                            @Override
                            public <A> A around(Call call, Policy.Next<A> next) {
                                next.proceed();
                                return null;
                            }
                        }));

        assertThat(failureOf(() -> world.answer("one/m")).code()).isEqualTo("internal");
        assertThat(world.ledger.onlyRow().outcome()).isEqualTo("internal");
    }

    @Test
    void policyThatProceedsTwiceHasADefect() {
        world.policies.add(
                policy(
                        "twice",
                        Phase.RIGHTS,
                        new Around() {
                            @Override
                            public <A> A around(Call call, Policy.Next<A> next) {
                                next.proceed();
                                return next.proceed();
                            }
                        }));

        assertThat(failureOf(() -> world.answer("one/m")).code()).isEqualTo("internal");
        assertThat(world.ledger.onlyRow().outcome()).isEqualTo("internal");
    }

    @Test
    void authenticatorDecidesWhoCalls() {
        world.caller = Tenants.caller("one/*");

        Caller caller =
                world.engine()
                        .authenticate(new PresentedKey(Secret.of("sk-anything"), "authorization"));

        assertThat(caller).isEqualTo(world.caller);
    }
}
