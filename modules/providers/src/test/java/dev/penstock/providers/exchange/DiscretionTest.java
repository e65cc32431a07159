// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.Secret;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DiscretionTest {

    private final Discretion discretion =
            Discretion.about(Secret.of("secret-key"), URI.create("https://llm.example:8443/v1"));

    @Test
    void keyAndHostAreTakenOutOfEveryMessage() {
        Failure told =
                new Failure.Provider(
                        Failure.ProviderKind.REJECTED,
                        "key secret-key is unknown at https://llm.example:8443 (llm.example)",
                        400,
                        Duration.ofSeconds(1));

        assertThat(discretion.keep(told))
                .isEqualTo(
                        new Failure.Provider(
                                Failure.ProviderKind.REJECTED,
                                "key *** is unknown at https://*** (***)",
                                400,
                                Duration.ofSeconds(1)));
        assertThat(
                        discretion.keep(
                                new Failure.Caller(
                                        Failure.CallerKind.BAD_REQUEST, "no secret-key", "model")))
                .isEqualTo(new Failure.Caller(Failure.CallerKind.BAD_REQUEST, "no ***", "model"));
    }

    @Test
    void harmlessFailureKeepsItsCause() {
        FailureException thrown =
                new FailureException(
                        new Failure.Provider(Failure.ProviderKind.FAILED, "it failed"),
                        new IllegalStateException());

        assertThat(discretion.keep(thrown)).isSameAs(thrown);
    }

    @Test
    void hostOfOneWordIsNoSecretInsideSentences() {
        Discretion local = Discretion.about(null, URI.create("http://model:8080"));

        assertThat(
                        local.keep(
                                        new Failure.Provider(
                                                Failure.ProviderKind.REJECTED,
                                                "the model at model:8080 is unknown"))
                                .message())
                .isEqualTo("the model at *** is unknown");
    }
}
