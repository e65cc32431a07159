// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// A command as a person types it, and what the person sees.
final class Typed {

    private final Path home;
    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String input = "";
    private Consumer<String> whileServing = _ -> {};
    private int code = -1;

    Typed(Path home) {
        this.home = home;
    }

    Typed with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Typed reading(String text) {
        input = text;
        return this;
    }

    /// What happens while a server runs, told what it has printed; then it is asked to stop.
    Typed whileServing(Consumer<String> action) {
        whileServing = action;
        return this;
    }

    Typed run(String... arguments) {
        Surroundings surroundings =
                new Surroundings(
                        home,
                        environment,
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintWriter(out),
                        new PrintWriter(err),
                        _ -> {},
                        (stop, ready) -> {
                            try {
                                ready.run();
                                whileServing.accept(out.toString());
                            } finally {
                                stop.run();
                            }
                        });
        code = new CommandLineProgram(surroundings).run(arguments);
        return this;
    }

    int code() {
        return code;
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
