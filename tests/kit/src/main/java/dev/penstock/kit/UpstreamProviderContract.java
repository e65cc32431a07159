// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.penstock.inference.EventStream;
import dev.penstock.inference.FailureException;
import dev.penstock.spi.Provider;
import dev.penstock.spi.Timeouts;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The [ProviderContract] of a provider that talks to an upstream: what it promises about waiting for
/// it and about being refused by it.
public abstract class UpstreamProviderContract extends ProviderContract {

    /// For subclasses.
    protected UpstreamProviderContract() {}

    /// Lets the upstream refuse the next call, for example with status 401 and a body that repeats
    /// the credential.
    protected abstract void refusing();

    @Test
    void noWaitIsLongerThanTheIdleTimeout() {
        stalling();
        Timeouts usual = Timeouts.defaults();
        Duration idle = Duration.ofMillis(300);
        Provider provider =
                create(factory(), new Timeouts(usual.connect(), usual.firstByte(), idle, SOON));
        try (EventStream events = chat(provider).events()) {
            long began = System.nanoTime();
            assertThatThrownBy(() -> all(events)).satisfies(this::isFailure);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(idle.multipliedBy(5));
            assertThat(events.next()).isNull();
        }
    }

    @Test
    void refusalIsAFailureThatKeepsSecrets() {
        refusing();
        Provider provider = create();
        Throwable refusal = catchThrowable(() -> chat(provider));
        isFailure(refusal);
        assertThat(((FailureException) refusal).failure().message()).isNotBlank();
        keepsSecrets(((FailureException) refusal).failure().message());
    }
}
