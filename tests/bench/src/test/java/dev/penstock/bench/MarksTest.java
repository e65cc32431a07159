// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarksTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 17, 18, 500})
    void marksAreFoundInWhateverPiecesTheyCome(int piece) {
        byte[] chunk = Answers.marked(10);
        int at = new String(chunk, StandardCharsets.US_ASCII).indexOf('~');
        Marks.write(0x0123_4567_89ab_cdefL, chunk, at);
        byte[] stream = new byte[2 * chunk.length];
        System.arraycopy(chunk, 0, stream, 0, chunk.length);
        Marks.write(42, chunk, at);
        System.arraycopy(chunk, 0, stream, chunk.length, chunk.length);

        Marks marks = new Marks();
        List<Long> found = new ArrayList<>();
        for (int start = 0; start < stream.length; start += piece) {
            marks.read(stream, start, Math.min(stream.length, start + piece), found::add);
        }

        assertThat(found).containsExactly(0x0123_4567_89ab_cdefL, 42L);
    }
}
