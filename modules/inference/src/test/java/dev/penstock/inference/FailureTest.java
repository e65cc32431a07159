// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureTest {

    @ParameterizedTest
    @EnumSource(Failure.ProviderKind.class)
    void providersRefusalOfOurCredentialIsNeverTheCallersMistake(Failure.ProviderKind kind) {
        for (int upstream : new int[] {401, 402, 403}) {
            assertThat(new Failure.Provider(kind, "m", upstream, null).status())
                    .isNotIn(401, 402, 403);
        }
    }

    @ParameterizedTest
    @CsvSource({"400,400", "404,404", "409,409", "413,413", "422,422", "418,400", "403,400"})
    void refusedRequestKeepsItsStatusWhereItSpeaksOfTheRequest(int upstream, int status) {
        assertThat(
                        new Failure.Provider(Failure.ProviderKind.REJECTED, "m", upstream, null)
                                .status())
                .isEqualTo(status);
    }

    @Test
    void codesAreDistinct() {
        Set<String> codes = new HashSet<>();
        for (Failure.CallerKind kind : Failure.CallerKind.values()) {
            assertThat(codes.add(new Failure.Caller(kind, "m").code())).isTrue();
        }
        for (Failure.LimitKind kind : Failure.LimitKind.values()) {
            assertThat(codes.add(new Failure.Limit(kind, "m", null).code())).isTrue();
        }
        for (Failure.ProviderKind kind : Failure.ProviderKind.values()) {
            assertThat(codes.add(new Failure.Provider(kind, "m").code())).isTrue();
        }
        for (Failure.GatewayKind kind : Failure.GatewayKind.values()) {
            assertThat(codes.add(new Failure.Gateway(kind, "m", null).code())).isTrue();
        }
        assertThat(codes).allMatch(code -> code.matches("[a-z_]+"));
    }

    @ParameterizedTest
    @EnumSource(Failure.CallerKind.class)
    void callersMistakesAreNotMendedByTryingAgain(Failure.CallerKind kind) {
        Failure failure = new Failure.Caller(kind, "m");

        assertThat(failure.retryable()).isFalse();
        assertThat(failure.status()).isBetween(400, 499);
        assertThat(failure.retryAfter()).isNull();
    }

    @Test
    void failureThatWorkedForUsIsNotCertainlyUnbilled() {
        assertThat(new Failure.Provider(Failure.ProviderKind.UNREACHABLE, "m").certainlyUnbilled())
                .isTrue();
        assertThat(new Failure.Provider(Failure.ProviderKind.TRUNCATED, "m").certainlyUnbilled())
                .isFalse();
        assertThat(new Failure.Provider(Failure.ProviderKind.TIMEOUT, "m").certainlyUnbilled())
                .isFalse();
    }

    @Test
    void limitTellsWhenToComeBack() {
        Failure failure =
                new Failure.Limit(Failure.LimitKind.RATE, "slow down", Duration.ofSeconds(3));

        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(3));
        assertThat(new FailureException(failure)).hasMessage("rate_limited: slow down");
    }
}
