// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/// The conversation between the command and the processes it starts: one JSON value a line.
final class Lines {

    /// Said when held connections stand.
    static final String READY = "ready";

    /// Ends what is being done.
    static final String STOP = "stop";

    static final JsonMapper JSON = JsonMapper.builder().build();

    private Lines() {}

    /// What the parent says to this process.
    static BufferedReader fromParent() {
        return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    }

    /// Says something to the parent.
    static void toParent(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
