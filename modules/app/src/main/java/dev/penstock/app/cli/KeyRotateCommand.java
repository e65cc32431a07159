// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/// Issues another key in the place of one.
@CommandLine.Command(
        name = "rotate",
        description = {
            "Issue another key in the place of one, which goes on for a while.",
            "The new key is printed alone on standard output, this once."
        })
final class KeyRotateCommand implements Callable<Integer> {

    private final PenstockCommand root;

    @CommandLine.Mixin private AdminOptions admin = new AdminOptions();

    @CommandLine.Parameters(paramLabel = "ID", description = "The id that 'key list' shows.")
    private String id = "";

    @CommandLine.Option(
            names = "--overlap",
            paramLabel = "SPAN",
            defaultValue = "24h",
            description = "How long the old key goes on: 7d, 24h (as if not given), 0h.")
    private String overlap = "24h";

    KeyRotateCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        UUID key = KeyId.parse(id);
        Map<String, Object> body = Map.of("overlap", span().toString());
        JsonNode issued =
                admin.client(root.surroundings.environment())
                        .post("/keys/" + key + "/rotate", body);
        root.surroundings
                .err()
                .println(
                        "Issued key '"
                                + issued.path("name").asString("")
                                + "' with id "
                                + issued.path("id").asString("")
                                + " in the place of "
                                + key
                                + "; it is not shown again.");
        root.say(issued.path("key").asString(""));
        return 0;
    }

    private Duration span() {
        if (!overlap.matches("\\d{1,5}[dh]")) {
            throw new CommandFailure("--overlap is '" + overlap + "' but must be like 7d or 24h");
        }
        Instant now = InstantSource.system().instant();
        return Duration.between(now, Expiry.parse(overlap, now));
    }
}
