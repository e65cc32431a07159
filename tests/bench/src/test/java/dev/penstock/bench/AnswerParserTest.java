// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerParserTest {

    private static final String PLAIN = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nx: y\r\n\r\nhello";
    private static final String CHUNKED =
            String.join(
                    "\r\n",
                    "HTTP/1.1 429 Too Many",
                    "transfer-encoding: chunked",
                    "",
                    "3",
                    "abc",
                    "0a",
                    "0123456789",
                    "0",
                    "\r\n");
    private static final String EMPTY = "HTTP/1.1 204 No\r\ncontent-length: 0\r\n\r\n";

    private final StringBuilder body = new StringBuilder();
    private final AnswerParser parser =
            new AnswerParser((bytes, from, to) ->
                    body.append(new String(bytes, from, to - from, StandardCharsets.US_ASCII)));

    private List<String> answers(String text, int piece) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        List<String> found = new ArrayList<>();
        for (int start = 0; start < bytes.length; start += piece) {
            int end = Math.min(bytes.length, start + piece);
            int at = start;
            while (at < end) {
                at = parser.take(bytes, at, end);
                if (parser.complete()) {
                    found.add(parser.status() + " " + body);
                    body.setLength(0);
                    parser.next();
                }
            }
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 50, 1000})
    void answersAreFoundInWhateverPiecesTheyCome(int piece) {
        assertThat(answers(PLAIN + CHUNKED + EMPTY + PLAIN, piece))
                .containsExactly("200 hello", "429 abc0123456789", "204 ", "200 hello");
    }

    @Test
    void trailersAreReadOver() {
        String text = CHUNKED.replace("0\r\n\r\n", "0\r\nserver-timing: a\r\n\r\n");

        assertThat(answers(text + EMPTY, 4)).containsExactly("429 abc0123456789", "204 ");
    }

    @Test
    void answerWithoutLengthIsRefused() {
        assertThatThrownBy(() -> answers("HTTP/1.1 200 OK\r\nx: y\r\n\r\n", 100))
                .hasMessageContaining("without length");
    }

    @Test
    void chunkWithoutSizeIsRefused() {
        assertThatThrownBy(() -> answers(CHUNKED.replace("3\r\n", "z\r\n"), 100))
                .hasMessageContaining("without a size");
    }
}
