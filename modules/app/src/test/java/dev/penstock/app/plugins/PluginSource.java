// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/// A plugin as its author has it: sources, to be compiled against the gateway and packed.
public final class PluginSource {

    private final Map<String, String> files = new LinkedHashMap<>();
    private final Path folder;

    /// @param folder for sources and classes, apart from the plugins folder
    public PluginSource(Path folder) {
        this.folder = folder;
    }

    /// A file of the plugin.
    public PluginSource with(String name, String source) {
        files.put(name, source);
        return this;
    }

    /// A plugin whose only provider has a type, a display name and no models.
    static PluginSource provider(Path folder, String module, String type, String displayName) {
        return new PluginSource(folder)
                .with(
                        "module-info.java",
                        """
                        module %s {
                            requires dev.penstock.spi;
                            provides dev.penstock.spi.ProviderFactory with vendor.Factory;
                        }
                        """
                                .formatted(module))
                .with(
                        "vendor/Factory.java",
                        """
                        package vendor;
                        import dev.penstock.spi.*;
                        public final class Factory implements ProviderFactory {
                            public String type() { return "%s"; }
                            public String displayName() { return "%s"; }
                            public Provider create(ProviderSettings s, ProviderContext c) {
                                throw new IllegalArgumentException("none");
                            }
                        }
                        """
                                .formatted(type, displayName));
    }

    /// Compiles and packs it.
    public Path jar(Path jar, String... flags) throws IOException {
        Path classes = classes(flags);
        Files.createDirectories(jar.getParent());
        run("jar", List.of("--create", "--file", jar.toString(), "-C", classes.toString(), "."));
        return jar;
    }

    private Path classes(String... flags) throws IOException {
        Path sources = Files.createTempDirectory(folder, "source");
        Path classes = Files.createTempDirectory(folder, "classes");
        List<String> arguments = new ArrayList<>(List.of(flags));
        arguments.addAll(List.of("-d", classes.toString(), "-p", modulePath()));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = sources.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            arguments.add(Files.writeString(path, file.getValue()).toString());
        }
        run("javac", arguments);
        return classes;
    }

    /// Where the modules that this test runs with are.
    public static String modulePath() {
        return PluginSource.class.getModule().getLayer().configuration().modules().stream()
                .map(module -> module.reference())
                .map(ModuleReference::location)
                .flatMap(Optional::stream)
                .filter(location -> "file".equals(location.getScheme()))
                .map(URI::getPath)
                .collect(Collectors.joining(":"));
    }

    private static void run(String tool, List<String> arguments) {
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output);
        int code =
                ToolProvider.findFirst(tool)
                        .orElseThrow()
                        .run(writer, writer, arguments.toArray(String[]::new));
        assertThat(code).as("%s", output).isZero();
    }
}
