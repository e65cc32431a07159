// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.admin.Origins;
import dev.penstock.app.settings.ListenAddress;
import dev.penstock.app.settings.Network;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedProxiesTest {

    private static final List<Network> OURS =
            List.of(Network.of("127.0.0.0/8"), Network.of("10.0.0.0/8"));

    private record Headed(Origins.Origin origin, String transportSecurity) {}

    private static Headed ask(List<Network> trusted, String... headers) throws Exception {
        Origins origins = new TrustedProxies(trusted);
        AtomicReference<Origins.Origin> seen = new AtomicReference<>();
        HttpRouting.Builder routing =
                HttpRouting.builder()
                        .addFilter(new TransportSecurity(origins))
                        .get(
                                "/",
                                (request, response) -> {
                                    seen.set(origins.of(request));
                                    response.send("hello");
                                });
        WebServer server =
                Listeners.start(
                        new ListenAddress("127.0.0.1", 0),
                        "port",
                        Duration.ofSeconds(1),
                        routing,
                        null,
                        null);
        try {
            URI uri = URI.create("http://127.0.0.1:" + server.port() + "/");
            String hsts =
                    Asked.get(uri, headers)
                            .headers()
                            .firstValue("strict-transport-security")
                            .orElse("");
            return new Headed(seen.get(), hsts);
        } finally {
            server.stop();
        }
    }

    private static Origins.Origin origin(String... headers) throws Exception {
        return ask(OURS, headers).origin();
    }

    @Test
    void nobodyIsBelievedByDefault() throws Exception {
        Origins.Origin origin =
                ask(
                                List.of(),
                                "x-forwarded-for",
                                "203.0.113.9",
                                "x-forwarded-proto",
                                "https",
                                "x-forwarded-host",
                                "evil.example.com",
                                "forwarded",
                                "for=203.0.113.9;proto=https")
                        .origin();

        assertThat(origin.address()).isEqualTo("127.0.0.1");
        assertThat(origin.secure()).isFalse();
        assertThat(origin.host()).startsWith("127.0.0.1:");
    }

    @Test
    void aProxyThatIsNotNamedIsNotBelieved() throws Exception {
        Origins.Origin origin =
                ask(List.of(Network.of("10.0.0.0/8")), "x-forwarded-for", "203.0.113.9").origin();

        assertThat(origin.address()).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    203.0.113.9 | 203.0.113.9
                    203.0.113.9:4711 | 203.0.113.9
                    198.51.100.1, 203.0.113.9 | 203.0.113.9
                    203.0.113.9, 10.1.2.3 | 203.0.113.9
                    1.1.1.1, 203.0.113.9, 10.1.2.3, 127.0.0.3 | 203.0.113.9
                    10.9.9.9, 10.1.2.3 | 10.9.9.9
                    2001:db8::7 | 2001:db8:0:0:0:0:0:7
                    [2001:db8::7]:4711 | 2001:db8:0:0:0:0:0:7
                    203.0.113.9, nonsense | 127.0.0.1
                    203.0.113.9, evil.example.com, 10.1.2.3 | 10.1.2.3
                    unknown | 127.0.0.1
                    """)
    void theCallerIsTheLastOneThatIsNotTrusted(String chain, String caller) throws Exception {
        assertThat(origin("x-forwarded-for", chain).address()).isEqualTo(caller);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    for=203.0.113.9;proto=https;host=ai.example.com | 203.0.113.9
                    for="[2001:db8::7]:4711";proto=https;host=ai.example.com | 2001:db8:0:0:0:0:0:7
                    for=1.1.1.1, For=203.0.113.9;Proto=https;Host=ai.example.com | 203.0.113.9
                    for=_hidden;proto=https;host=ai.example.com | 127.0.0.1
                    """)
    void theStandardHeaderIsReadTheSameWay(String forwarded, String caller) throws Exception {
        Origins.Origin origin = origin("forwarded", forwarded);

        assertThat(origin.address()).isEqualTo(caller);
        assertThat(origin.secure()).isTrue();
        assertThat(origin.host()).isEqualTo("ai.example.com");
    }

    @Test
    void schemeAndHostAreThoseOfTheNearestProxy() throws Exception {
        Headed asked =
                ask(
                        OURS,
                        "x-forwarded-proto",
                        "http, https",
                        "x-forwarded-host",
                        "evil.example.com, ai.example.com:8443");

        assertThat(asked.origin().secure()).isTrue();
        assertThat(asked.origin().host()).isEqualTo("ai.example.com:8443");
        assertThat(asked.transportSecurity()).isEqualTo("max-age=31536000");
    }

    @Test
    void plainHttpIsNotToldToBeSecure() throws Exception {
        assertThat(ask(OURS, "x-forwarded-proto", "http").transportSecurity()).isEmpty();
    }

    @Test
    void aHostThatIsNoneIsNotBelieved() throws Exception {
        assertThat(origin("x-forwarded-host", "a b/<script>").host()).startsWith("127.0.0.1:");
    }
}
