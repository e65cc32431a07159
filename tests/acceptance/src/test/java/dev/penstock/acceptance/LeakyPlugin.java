// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;

/// A plugin whose exceptions tell everything it knows, compiled as its author would.
final class LeakyPlugin {
    private static final String MODULE =
            """
            module leaky {
                requires dev.penstock.spi;
                provides dev.penstock.spi.ProviderFactory with leaky.Leaky;
            }
            """;
    private static final String FACTORY =
            """
            package leaky;
            import dev.penstock.inference.*;
            import dev.penstock.spi.*;
            import java.util.*;
            public final class Leaky implements ProviderFactory {
                public String type() { return "leaky"; }
                public String displayName() { return "Leaky"; }
                public Provider create(ProviderSettings settings, ProviderContext context) {
                    String secret = settings.credential().reveal();
                    switch (settings.uid()) {
                        case "refuses" -> throw new IllegalArgumentException("credential is " + secret);
                        case "breaks" -> throw new IllegalStateException("credential is " + secret);
                        default -> { return new Telling(secret); }
                    }
                }
                record Telling(String secret) implements Provider {
                    public Set<WireFormat> formats(String model) { return Set.of(); }
                    public ChatReply chat(ChatRequest request, UpstreamAttempt attempt) {
                        String all = secret + " " + request;
                        RuntimeException thrown = new IllegalStateException("message " + all,
                                new java.io.IOException("cause " + all, new Error("deep " + all)));
                        thrown.addSuppressed(new RuntimeException("suppressed " + all));
                        throw thrown;
                    }
                    public List<String> models() { throw new IllegalStateException("models " + secret); }
                    public void close() { throw new IllegalStateException("close " + secret); }
                }
            }
            """;

    private LeakyPlugin() {}

    /// Puts the jar into a folder.
    static void into(Path plugins, Path work) {
        try {
            Path classes = Files.createDirectories(work.resolve("classes"));
            Path module = Files.writeString(work.resolve("module-info.java"), MODULE);
            Path factory = Files.writeString(work.resolve("Leaky.java"), FACTORY);
            String lib = Repository.root().resolve("modules/app/target/dist/lib").toString();
            run(
                    "javac",
                    "-p",
                    lib,
                    "-d",
                    classes.toString(),
                    module.toString(),
                    factory.toString());
            Files.createDirectories(plugins);
            String jar = plugins.resolve("leaky.jar").toString();
            run("jar", "--create", "--file", jar, "-C", classes.toString(), ".");
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private static void run(String tool, String... arguments) {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);
        int code = ToolProvider.findFirst(tool).orElseThrow().run(writer, writer, arguments);
        assertThat(code).as(said.toString()).isZero();
    }
}
