// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import dev.penstock.app.plugins.PluginSource;
import java.io.IOException;
import java.nio.file.Path;

/// A provider of type `demo` as a plugin: its model `echo` says "a", waits until a file exists, and
/// says "b"; its model `flood` says 64 KiB at a time until it has said 64 MiB or nobody listens.
public final class DemoPlugin {

    private static final String MODULE =
            """
            module vendor.demo {
                requires dev.penstock.spi;
                provides dev.penstock.spi.ProviderFactory with vendor.Demo;
            }
            """;

    private static final String SOURCE =
            """
            package vendor;
            import dev.penstock.inference.*;
            import dev.penstock.spi.*;
            import java.nio.file.*;
            import java.util.*;
            public final class Demo implements ProviderFactory {
                public String type() { return "demo"; }
                public String displayName() { return "Demo"; }
                public boolean needsCredential() { return false; }
                public Provider create(ProviderSettings settings, ProviderContext context) {
                    return new Provider() {
                        public Set<WireFormat> formats(String model) { return Set.of(); }
                        public ChatReply chat(ChatRequest request, UpstreamAttempt attempt) {
                            return ChatReply.of(
                                    request.model().equals("flood") ? new Flood() : new Words());
                        }
                        public List<String> models() { return List.of("echo", "flood"); }
                        public void close() {}
                    };
                }
                static final class Flood implements EventStream {
                    private static final String PIECE = "x".repeat(64 << 10);
                    private int step;
                    private volatile boolean closed;
                    public ChatEvent next() {
                        int at = step++;
                        if (closed || at > 1026) {
                            return null;
                        }
                        return switch (at) {
                            case 0 -> new ChatEvent.Started("x", "flood");
                            case 1025 -> new ChatEvent.UsageReported(Usage.tokens(1, 1));
                            case 1026 -> new ChatEvent.Finished(StopReason.END, null);
                            default -> new ChatEvent.TextDelta(PIECE);
                        };
                    }
                    public void close() { closed = true; }
                }
                static final class Words implements EventStream {
                    private int step;
                    private volatile boolean closed;
                    public ChatEvent next() {
                        return switch (step++) {
                            case 0 -> new ChatEvent.Started("x", "echo");
                            case 1 -> new ChatEvent.TextDelta("a");
                            case 2 -> { await(); yield new ChatEvent.TextDelta("b"); }
                            case 3 -> new ChatEvent.UsageReported(Usage.tokens(3000, 2000));
                            case 4 -> new ChatEvent.Finished(StopReason.END, null);
                            default -> null;
                        };
                    }
                    private void await() {
                        long end = System.nanoTime() + 30_000_000_000L;
                        while (!closed && !Files.exists(Path.of("GATE")) && System.nanoTime() < end) {
                            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
                            if (Thread.interrupted()) {
                                closed = true;
                            }
                        }
                        if (closed) {
                            throw new FailureException(new Failure.Provider(
                                    Failure.ProviderKind.TRUNCATED, "closed"));
                        }
                    }
                    public void close() { closed = true; }
                }
            }
            """;

    private DemoPlugin() {}

    /// Compiles and packs it into a plugins folder.
    ///
    /// @param gate the file that the second word waits for
    public static void into(Path plugins, Path sources, Path gate) throws IOException {
        new PluginSource(sources)
                .with("module-info.java", MODULE)
                .with("vendor/Demo.java", SOURCE.replace("GATE", gate.toString()))
                .jar(plugins.resolve("demo.jar"));
    }
}
