// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.vendors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.spi.ProviderFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VendorReaderTest {

    private static final String SMALLEST =
            "{\"type\":\"acme\",\"name\":\"Acme\",\"credential\":\"optional\"%s}";

    private static List<VendorDescription> read(String file) {
        return VendorReader.read(file.getBytes(StandardCharsets.UTF_8));
    }

    private static VendorDescription one(String more) {
        return read("{\"vendors\":[" + SMALLEST.formatted(more) + "]}").getFirst();
    }

    @Test
    void allVendorsThatComeWithTheGatewayAreDescribed() {
        assertThat(new VendorFiles().builtIn())
                .extracting(ProviderFactory::type)
                .containsExactly(
                        "groq",
                        "openrouter",
                        "mistral",
                        "deepseek",
                        "xai",
                        "together",
                        "fireworks",
                        "cerebras",
                        "perplexity",
                        "nvidia",
                        "vllm",
                        "ollama",
                        "lmstudio",
                        "llamacpp",
                        "azure_openai",
                        "moonshot",
                        "qwen");
    }

    @Test
    void remoteVendorsAreReachedByTlsAndLocalOnesOnThisMachine() {
        for (VendorDescription vendor : VendorFiles.descriptions()) {
            if (vendor.baseUrl() != null) {
                boolean local = vendor.baseUrl().getHost().equals("127.0.0.1");
                assertThat(vendor.baseUrl().getScheme())
                        .as(vendor.type())
                        .isEqualTo(local ? "http" : "https");
                assertThat(vendor.credentialNeeded()).as(vendor.type()).isEqualTo(!local);
            }
            assertThat(vendor.documentation()).as(vendor.type()).startsWith("https://");
        }
    }

    @Test
    void vendorNeedsTypeNameAndCredentialAlone() {
        VendorDescription acme = one("");
        assertThat(acme.baseUrl()).isNull();
        assertThat(acme.credentialNeeded()).isFalse();
        assertThat(acme.authentication().header()).isEqualTo("authorization");
        assertThat(acme.authentication().prefix()).isEqualTo("Bearer ");
        assertThat(acme.chat()).isEqualTo("/chat/completions");
        assertThat(acme.models()).isEqualTo("/models");
        assertThat(acme.embeddings()).isNull();
        assertThat(acme.completions()).isNull();
        assertThat(acme.maxTokensMember()).isEqualTo("max_tokens");
        assertThat(acme.deviations().developerRole()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                ",\"base_url\":\"ftp://x\" | base_url must be like https://host/path",
                ",\"base_url\":\"https://u:p@x\" | base_url must be like https://host/path",
                ",\"models\":\"models\" | models must be a path that begins with /",
                ",\"max_tokens\":5 | max_tokens must be the name of a member",
                ",\"developer_role\":\"no\" | developer_role must be true or false",
                ",\"refused\":\"n\" | refused must be an array of texts",
                ",\"refused\":[1] | refused must hold texts that are not blank",
                ",\"renamed\":{\"a\":1} | renamed.a must be a text",
                ",\"authentication\":{\"prefix\":\"x\"} | header is required",
                ",\"embeddings\":[] | must be an object",
                ",\"embedings\":{} | member 'embedings' is not known; known are authentication, base_url",
            })
    void mistakesNameMemberAndRule(String more, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one(more))
                .withMessageStartingWith("line 1: ")
                .withMessageContaining(message);
    }

    @Test
    void allMistakesAreToldAtOnceWithTheirLines() {
        String file =
                """
                {"vendors": [
                  {"type": "A B",
                   "name": "Acme",
                   "credential": "maybe"},
                  {"type": "b", "credential": "optional"}
                ]}
                """;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(file))
                .withMessage(
                        """
                        line 2: type must be 1 to 32 of a-z 0-9 _ -
                        line 4: credential must be required or optional
                        line 5: name is required\
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"vendors\":[]}",
                "{\"vendors\":{}}",
                "{\"vendors\":[1]}",
                "{\"vendors\":[",
                "{\"vendors\":[{}],\"x\":1}",
                "{} {}",
                "{\"a\":1,\"a\":2}",
                "not json",
                "[[[[[[[[[[[[1]]]]]]]]]]]]",
            })
    void whatIsNoVendorFileIsRefusedWithALine(String file) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(file))
                .withMessageMatching("(?s)line [0-9]+: .+");
    }

    @Test
    void typeIsDescribedOnce() {
        String vendor = SMALLEST.formatted("");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("{\"vendors\":[" + vendor + ",\n" + vendor + "]}"))
                .withMessage("line 2: type 'acme' is described twice");
    }

    @Test
    void hugeFileIsNotRead() {
        String file =
                Stream.generate(() -> " ").limit(1024 * 1024 + 1).collect(Collectors.joining());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(file))
                .withMessageContaining("larger than 1 MiB");
    }
}
