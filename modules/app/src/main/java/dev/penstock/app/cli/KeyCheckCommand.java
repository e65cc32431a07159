// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import dev.penstock.state.IssuedKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Checks form and checksum of a key, without asking anybody.
@CommandLine.Command(
        name = "check",
        description = "Check whether a key is complete and without a slip; asks nobody.")
final class KeyCheckCommand implements Callable<Integer> {

    private static final int LONGEST = 1_000;

    private final PenstockCommand root;

    @CommandLine.Parameters(
            paramLabel = "KEY",
            arity = "0..1",
            defaultValue = "-",
            description = "The key; - or nothing reads it from standard input.")
    private String key = "";

    KeyCheckCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        String text = "-".equals(key) ? read() : key;
        if (IssuedKey.wellFormed(text)) {
            root.say("The key is well-formed. Whether it may be used, the gateway knows.");
            return 0;
        }
        throw new CommandFailure(
                text.startsWith(IssuedKey.PREFIX)
                        ? "the key is incomplete or has a slip in it; copy it again"
                        : "this is no issued key; one begins with " + IssuedKey.PREFIX);
    }

    private String read() {
        try {
            byte[] bytes = root.surroundings.in().readNBytes(LONGEST);
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
