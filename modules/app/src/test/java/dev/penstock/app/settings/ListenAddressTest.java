// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenAddressTest {

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, http://127.0.0.1:8000",
        "::, http://127.0.0.1:8000",
        "localhost, http://localhost:8000",
        "10.1.2.3, http://10.1.2.3:8000",
        "::1, http://[::1]:8000",
        "[::1], http://[::1]:8000"
    })
    void urlCanBeOpenedOnThisMachine(String host, String url) {
        assertThat(new ListenAddress(host, 0).url("http", 8000)).hasToString(url);
    }
}
