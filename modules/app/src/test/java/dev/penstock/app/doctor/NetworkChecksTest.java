// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.app.server.TestCertificate;
import dev.penstock.app.settings.Exposure;
import dev.penstock.app.settings.ListenAddress;
import dev.penstock.app.settings.Network;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkChecksTest {

    @TempDir private Path folder;

    @Test
    void portIsFreeOrTakenByWhoShouldHaveIt() throws Exception {
        ListenAddress address;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = new ListenAddress("127.0.0.1", taken.getLocalPort());
            assertThat(NetworkChecks.port("port", address, true).outcome()).isEqualTo(Outcome.OK);
            Finding blocked = NetworkChecks.port("port", address, false);
            assertThat(blocked.outcome()).isEqualTo(Outcome.FAIL);
            assertThat(blocked.value()).startsWith("cannot listen on 127.0.0.1:");
        }
        assertThat(NetworkChecks.port("port", address, false).outcome()).isEqualTo(Outcome.OK);
        assertThat(NetworkChecks.port("port", address, true).outcome()).isEqualTo(Outcome.WARN);
        ListenAddress any = new ListenAddress("127.0.0.1", 0);
        assertThat(NetworkChecks.port("port", any, false).outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void certificateIsValidForSomeTime() throws Exception {
        TestCertificate made = TestCertificate.make(folder, "EC");
        Path chain = folder.resolve("chain.pem");
        Path key = folder.resolve("key.pem");
        made.write(chain, key);
        Exposure.TlsFiles files = new Exposure.TlsFiles(chain, key);
        Instant until = made.certificate().getNotAfter().toInstant();

        assertThat(at(files, until.minus(Duration.ofDays(15)))).isEqualTo(Outcome.OK);
        assertThat(at(files, until.minus(Duration.ofDays(13)))).isEqualTo(Outcome.WARN);
        assertThat(at(files, until.plusSeconds(1))).isEqualTo(Outcome.FAIL);
        assertThat(at(files, made.certificate().getNotBefore().toInstant().minusSeconds(5)))
                .isEqualTo(Outcome.FAIL);
        assertThat(NetworkChecks.tls(null, until).outcome()).isEqualTo(Outcome.OK);

        TestCertificate.make(folder, "EC").write(folder.resolve("other.pem"), key);
        Finding pair = NetworkChecks.tls(files, until.minus(Duration.ofDays(15)));
        assertThat(pair.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(pair.value()).contains("is not that of the first certificate");
        Files.writeString(chain, "no certificate");
        assertThat(at(files, until.minus(Duration.ofDays(15)))).isEqualTo(Outcome.FAIL);
    }

    private static Outcome at(Exposure.TlsFiles files, Instant now) {
        return NetworkChecks.tls(files, now).outcome();
    }

    @ParameterizedTest
    @CsvSource({
        "'', OK",
        "10.0.0.0/8 192.0.2.7 fd00::/16, OK",
        "0.0.0.0/7, WARN",
        "fd00::/8, WARN",
        "0.0.0.0/0, FAIL",
        "10.0.0.1 ::/0, FAIL"
    })
    void proxiesAreFew(String text, Outcome outcome) {
        List<Network> trusted =
                Arrays.stream(text.split(" "))
                        .filter(part -> !part.isEmpty())
                        .map(Network::of)
                        .toList();
        assertThat(NetworkChecks.proxies(trusted).outcome()).isEqualTo(outcome);
    }
}
