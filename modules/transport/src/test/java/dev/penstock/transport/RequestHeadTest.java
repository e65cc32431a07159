// SPDX-License-Identifier: Apache-2.0
package dev.penstock.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.spi.Timeouts;
import dev.penstock.spi.UpstreamRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {

    private static String head(String method, String uri, Map<String, String> headers) {
        UpstreamRequest request =
                new UpstreamRequest(
                        method, URI.create(uri), headers, new byte[0], Timeouts.defaults());
        return new String(
                RequestHead.of(request, Origin.of(request.uri())), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb: c", "a\nb", "a\rb", "a\0b", "a\u007fb", "snow \u2603"})
    void valueThatWouldBreakOutIsRefusedWithoutRepeatingIt(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> head("POST", "http://a", Map.of("x-key", value)))
                .withMessageContaining("x-key")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "a\r\n", "é"})
    void nameThatIsNoTokenIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> head("POST", "http://a", Map.of(name, "x")));
        assertThatIllegalArgumentException().isThrownBy(() -> head(name, "http://a", Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "http://a.example, a.example, /",
        "http://a.example:80/x, a.example, /x",
        "https://a.example:443/x?y=1#z, a.example, /x?y=1",
        "https://a.example:8443?y, a.example:8443, /?y",
        "http://[::1]:9/x, [::1]:9, /x",
        "http://user:pass@a.example/x, a.example, /x",
        "http://A.Example/ü, a.example, /%C3%BC"
    })
    void targetAndHostAreTakenFromTheUri(String uri, String host, String target) {
        assertThat(head("POST", uri, Map.of()))
                .startsWith("POST " + target + " HTTP/1.1\r\nhost: " + host + "\r\n")
                .endsWith("content-length: 0\r\n\r\n");
    }

    @Test
    void otherSchemesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> head("POST", "ftp://a.example/x", Map.of()))
                .withMessageContaining("ftp");
    }
}
