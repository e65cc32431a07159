// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.util.Arrays;
import java.util.List;

/// What can be measured, by name.
enum Scenario {
    RELAY_JSON("relay-json"),
    RELAY_STREAM("relay-stream"),
    SLOW_READERS("slow-readers"),
    TRANSLATE_JSON("translate-json"),
    START("start"),
    GROWTH("growth"),
    ENDURANCE("endurance"),
    OPEN_STREAMS("open-streams");

    private final String id;

    Scenario(String id) {
        this.id = id;
    }

    /// As it is written on the command line.
    String id() {
        return id;
    }

    /// Measures it.
    Outcome run(Stage stage) {
        return switch (this) {
            case RELAY_JSON -> RelayJson.run(stage);
            case RELAY_STREAM -> RelayStream.run(stage);
            case SLOW_READERS -> SlowReaders.run(stage);
            case TRANSLATE_JSON -> TranslateJson.run(stage);
            case START -> Starting.run(stage);
            case GROWTH -> Growth.run(stage);
            case ENDURANCE -> Endurance.run(stage);
            case OPEN_STREAMS -> OpenStreams.run(stage);
        };
    }

    /// By its name.
    static Scenario of(String id) {
        return Arrays.stream(values())
                .filter(each -> each.id.equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new BenchException(
                                "scenario '%s' is not known; choose from %s".formatted(id, ids())));
    }

    /// All names.
    static List<String> ids() {
        return Arrays.stream(values()).map(Scenario::id).toList();
    }
}
