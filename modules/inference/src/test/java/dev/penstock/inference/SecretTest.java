// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void secretNeverShowsItself() {
        Secret secret = Secret.of("sk-0123456789abcdef");

        assertThat(secret).hasToString("***");
        assertThat("%s".formatted(secret)).isEqualTo("***");
        assertThat(secret.reveal()).isEqualTo("sk-0123456789abcdef");
    }

    @Test
    void maskShowsTheEndsOfALongSecretAndNothingOfAShortOne() {
        assertThat(Secret.of("sk-0123456789abcdef").masked()).isEqualTo("sk-0***cdef");
        assertThat(Secret.of("0123456789abcde").masked()).isEqualTo("***");
    }

    @Test
    void equalValuesAreEqualSecrets() {
        assertThat(Secret.of("a-secret")).isEqualTo(Secret.of("a-secret"));
        assertThat(Secret.of("a-secret")).isNotEqualTo(Secret.of("b-secret"));
    }

    @Test
    void blankIsRefusedWithoutBeingRepeated() {
        assertThatThrownBy(() -> Secret.of("  ")).hasMessageContaining("must not be");
    }
}
