// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Secret;
import java.security.SecureRandom;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class IssuedKeyTest {

    @Test
    void moduleIsNamed() {
        assertThat(IssuedKey.class.getModule().isNamed()).isTrue();
    }

    @RepeatedTest(50)
    void generatedKeyIsWellFormed() {
        String key = IssuedKey.generate(new SecureRandom()).reveal();

        assertThat(key).matches("sk-pst-[0-9A-Za-z]{38}");
        assertThat(IssuedKey.wellFormed(key)).isTrue();
    }

    @Test
    void anyOneWrongCharacterIsSeen() {
        String key = IssuedKey.generate(new Random(3)).reveal();

        for (int i = 0; i < key.length(); i++) {
            char other = key.charAt(i) == 'x' ? 'y' : 'x';
            String mistyped = key.substring(0, i) + other + key.substring(i + 1);
            assertThat(IssuedKey.wellFormed(mistyped)).as(mistyped).isFalse();
        }
    }

    @Test
    void otherShapesAreNotKeys() {
        String key = IssuedKey.generate(new Random(3)).reveal();

        assertThat(IssuedKey.wellFormed("")).isFalse();
        assertThat(IssuedKey.wellFormed(key + "a")).isFalse();
        assertThat(IssuedKey.wellFormed(key.substring(1))).isFalse();
        assertThat(IssuedKey.wellFormed("sk-pst-" + "é".repeat(38))).isFalse();
    }

    @Test
    void lastFourAreTheEnd() {
        assertThat(IssuedKey.lastFour(Secret.of("sk-pst-abcdWXYZ"))).isEqualTo("WXYZ");
    }
}
