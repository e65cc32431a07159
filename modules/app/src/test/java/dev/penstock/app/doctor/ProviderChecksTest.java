// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProviderChecksTest {

    private final CountDownLatch never = new CountDownLatch(1);

    private AdminApi api(String providers) {
        return new AdminApi() {
            @Override
            public JsonNode get(String path) {
                return JsonMapper.shared().readTree(providers);
            }

            @Override
            public JsonNode post(String path, Map<String, Object> body) {
                return switch (path) {
                    case "/providers/1/probe" ->
                            JsonMapper.shared().readTree("{\"models\":[\"a\"]}");
                    case "/providers/2/probe" ->
                            throw new IllegalStateException("the provider refused the credential");
                    default -> {
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        throw new AssertionError();
                    }
                };
            }
        };
    }

    @Test
    void everyProviderIsTriedAndNoneHoldsUpTheOthers() {
        String three =
                "{\"data\":[{\"id\":\"3\",\"uid\":\"slow\"},{\"id\":\"2\",\"uid\":\"closed\"},"
                        + "{\"id\":\"1\",\"uid\":\"good\"}]}";

        List<Finding> findings = ProviderChecks.all(api(three), Duration.ofSeconds(1));

        assertThat(findings)
                .extracting(Finding::check)
                .containsExactly("provider slow", "provider closed", "provider good");
        assertThat(findings)
                .extracting(Finding::outcome)
                .containsExactly(Outcome.FAIL, Outcome.FAIL, Outcome.OK);
        assertThat(findings.get(1).value()).isEqualTo("the provider refused the credential");
        assertThat(findings.get(2).value()).startsWith("1 model in ");
    }

    @Test
    void withoutProvidersThereIsNothingToTry() {
        assertThat(ProviderChecks.all(api("{\"data\":[]}"), Duration.ofSeconds(1)))
                .singleElement()
                .extracting(Finding::value)
                .isEqualTo("none configured");
    }
}
