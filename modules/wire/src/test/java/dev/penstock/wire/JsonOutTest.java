// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.JsonText;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonOutTest {

    private static String text(JsonOut out) {
        return new String(out.bytes(), UTF_8);
    }

    @Test
    void absentValuesAreLeftOut() {
        assertThat(
                        text(
                                new JsonOut()
                                        .object()
                                        .put("a", (String) null)
                                        .put("b", (Long) null)
                                        .put("c", (Double) null)
                                        .put("d", (Boolean) null)
                                        .put("e", (JsonText) null)
                                        .put("f", List.of())
                                        .putNull("g")
                                        .putOrNull("h", null)
                                        .put("i", 0.5)
                                        .put("j", new JsonText("{\"x\" : 1}"))
                                        .end()))
                .isEqualTo("{\"g\":null,\"h\":null,\"i\":0.5,\"j\":{\"x\" : 1}}");
    }

    @Test
    void everyTextSurvives() {
        String hostile = "\"\\/\b\f\n\r\t\u0000\u001f\u007f\u2028é漢😀";
        byte[] bytes = new JsonOut().object().put("a", hostile).end().bytes();
        try (JsonIn in = JsonIn.strict(bytes)) {
            in.object();
            in.member();
            assertThat(in.string()).isEqualTo(hostile);
        }
        assertThat(new String(bytes, UTF_8)).doesNotContainPattern("[\\x00-\\x1f]");
    }

    @Test
    void loneSurrogateStaysOne() {
        for (String lone :
                new String[] {"\ud83d", "\ude00", "a\ude00\ud83db", "\ud83d\ud83d\ude00"}) {
            byte[] bytes = new JsonOut().object().put("a", lone).end().bytes();
            try (JsonIn in = JsonIn.provider(bytes, 0, bytes.length)) {
                in.object();
                in.member();
                assertThat(in.string()).isEqualTo(lone);
            }
        }
    }

    @Test
    void eventsAreFramed() {
        SseOut out = new SseOut();
        out.event("e", json -> json.object().put("a", "x\ny").end()).line("[DONE]");
        assertThat(new String(out.take(), UTF_8))
                .isEqualTo("event: e\ndata: {\"a\":\"x\\ny\"}\n\ndata: [DONE]\n\n");
        assertThat(out.take()).isEmpty();
    }
}
