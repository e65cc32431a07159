// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.inference.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseSettingsTest {

    @Test
    void passwordIsNotInTheText() {
        DatabaseSettings settings =
                new DatabaseSettings("jdbc:postgresql://db/penstock", "app", Secret.of("canary"));
        assertThat(settings.toString()).contains("jdbc:postgresql://db").doesNotContain("canary");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db/penstock?password=canary",
                "jdbc:postgresql://db/penstock?user=x&PASSWORD=canary",
                "jdbc:h2:mem:canary",
                "postgresql://db/canary"
            })
    void urlWithAPasswordOrOfAnotherKindIsRefusedWithoutRepeatingIt(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DatabaseSettings(url, "app", null))
                .satisfies(e -> assertThat(e).hasMessageNotContaining("canary"));
    }

    @Test
    void userMustBeNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DatabaseSettings("jdbc:postgresql://db/x", " ", null))
                .withMessageContaining("database user is blank");
    }
}
