// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import dev.penstock.app.server.Offline;
import dev.penstock.app.settings.Settings;
import dev.penstock.inference.Secret;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/// Puts a new master key in the place of the old one.
@CommandLine.Command(
        name = "rekey",
        description =
                "Encrypt stored secrets anew; with --online while the gateway runs, else while it"
                        + " is stopped.",
        footer = {
            "",
            "Stopped: the new key is read from PENSTOCK_NEW_MASTER_KEY. Without it, one is",
            "made when the old key comes from the file data/master.key.",
            "",
            "Online: a key in the file of an embedded database is made anew. Elsewhere the",
            "gateway encrypts with its PENSTOCK_MASTER_KEY whatever one of its",
            "PENSTOCK_PREVIOUS_MASTER_KEYS has encrypted. Needs an owner's personal token."
        })
final class RekeyCommand implements Callable<Integer> {

    static final String VARIABLE = "PENSTOCK_NEW_MASTER_KEY";

    private static final int MOST_ROUNDS = 1_000;

    private final PenstockCommand root;

    @CommandLine.Mixin private AdminOptions admin = new AdminOptions();

    @CommandLine.Option(
            names = "--online",
            description = "Ask a running gateway to do it, while calls go on.")
    private boolean online;

    RekeyCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        root.surroundings.logging().apply(root.verbose);
        if (online) {
            online(admin.client(root.surroundings.environment()));
        } else {
            offline(root.settings());
        }
        return 0;
    }

    private void offline(Settings settings) {
        String given = root.surroundings.environment().getOrDefault(VARIABLE, "").strip();
        int count = Offline.rekey(settings, given.isEmpty() ? null : Secret.of(given));
        root.say(count + " secrets were encrypted with the new master key.");
        root.say(
                settings.masterKey() == null
                        ? "The key in " + settings.data().resolve("master.key") + " is the new one."
                        : "Set PENSTOCK_MASTER_KEY to the new key before the next start.");
        sayOfBackups();
    }

    private void online(AdminClient client) {
        JsonNode last = client.post("/rekey", Map.of());
        int sealed = sealed(last);
        for (int round = 1; remaining(last) > 0 && sealed(last) > 0; round++) {
            if (round == MOST_ROUNDS) {
                break;
            }
            last = client.post("/rekey", Map.of());
            sealed += sealed(last);
        }
        root.say(sealed + " secrets were encrypted, " + remaining(last) + " remain.");
        root.say(
                "The master key in force has the id "
                        + last.path("master_key_id").asString("")
                        + ".");
        if (remaining(last) > 0) {
            throw new CommandFailure(
                    "what remains is encrypted with a key that this gateway is not given, or is added"
                            + " by a replica that prefers another; give all replicas the same"
                            + " PENSTOCK_MASTER_KEY, the others in PENSTOCK_PREVIOUS_MASTER_KEYS,"
                            + " and run this again");
        }
        if (last.path("made").asBoolean(false)) {
            root.say("It was made now, and put into the file master.key of the data folder.");
            sayOfBackups();
        } else if (sealed == 0) {
            root.say("Nothing was encrypted with another; no other key is needed.");
        } else {
            root.say("PENSTOCK_PREVIOUS_MASTER_KEYS can be left out at the next start.");
            sayOfBackups();
        }
    }

    private void sayOfBackups() {
        root.say("Backups made before need the old key: keep it with them.");
    }

    private static int sealed(JsonNode answer) {
        return answer.path("sealed").asInt(0);
    }

    private static int remaining(JsonNode answer) {
        return answer.path("remaining").asInt(0);
    }
}
