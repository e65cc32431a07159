// SPDX-License-Identifier: Apache-2.0
package dev.penstock.transport;

import static dev.penstock.transport.Calls.kind;
import static dev.penstock.transport.Calls.post;
import static dev.penstock.transport.Calls.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Failure.ProviderKind;
import dev.penstock.kit.FaultUpstream;
import dev.penstock.kit.Framing;
import dev.penstock.kit.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class TruncationTest {

    private final FaultUpstream upstream = FaultUpstream.start();

    @AfterEach
    void close() {
        upstream.close();
    }

    private String call(Reply reply) {
        upstream.script("/x", reply);
        return text(Calls.client().send(post(upstream.origin(), "/x")));
    }

    @ParameterizedTest
    @EnumSource(
            value = Framing.class,
            names = {"LENGTH", "CHUNKED"})
    void everyCutBeforeTheEndIsSeen(Framing framing) {
        Reply whole = Reply.status(200).framing(framing).piece("abc").piece("def").build();
        assertThat(call(whole)).isEqualTo("abcdef");

        for (long at = 1; at < whole.wireLength(); at++) {
            Reply cut = whole.cutAt(at);
            assertThat(kind(() -> call(cut))).as("cut at %d", at).isEqualTo(ProviderKind.TRUNCATED);
        }
    }

    @Test
    void resetIsSeen() {
        Reply whole = Reply.status(200).framing(Framing.CHUNKED).piece("abc").build();
        for (long at = 1; at < whole.wireLength(); at++) {
            Reply reset = whole.resetAt(at);
            assertThat(kind(() -> call(reset)))
                    .as("reset at %d", at)
                    .isEqualTo(ProviderKind.TRUNCATED);
        }
    }

    @Test
    void bodyOfUnknownLengthEndsWithTheConnection() {
        assertThat(call(Reply.status(200).framing(Framing.CLOSE).piece("abc").build()))
                .isEqualTo("abc");
    }

    @Test
    void bodyOfUnknownLengthThatIsResetIsTruncated() {
        Reply reply = Reply.status(200).framing(Framing.CLOSE).piece("abc").reset().build();

        assertThat(kind(() -> call(reply))).isEqualTo(ProviderKind.TRUNCATED);
    }
}
