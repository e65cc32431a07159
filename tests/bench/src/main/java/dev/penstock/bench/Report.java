// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Everything one run has found.
///
/// @param machine on which
/// @param plan how much was measured
/// @param javaOptions flags of the gateway's JVM besides the launcher's
/// @param noiseLimit cores from which on a row counts as disturbed
/// @param outcomes by scenario
record Report(
        Machine machine, Plan plan, String javaOptions, double noiseLimit, List<Outcome> outcomes) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /// The tables.
    String markdown() {
        List<String> parts = new ArrayList<>();
        parts.add(machine.text() + ".\nMedian of the repeats, and their range.\n");
        if (!javaOptions.isBlank()) {
            parts.add("The gateway's JVM had besides: `" + javaOptions.strip() + "`.\n");
        }
        outcomes.forEach(outcome -> parts.add(outcome.markdown(noiseLimit)));
        return String.join("\n", parts);
    }

    /// Writes the tables and the same as JSON into a folder.
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("bench.md"), markdown());
        Files.writeString(folder.resolve("bench.json"), JSON.writeValueAsString(this) + "\n");
    }
}
