// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A bare machine: a PATH with the POSIX tools only, an empty home, no JDK and no Maven to be seen.
/// Fake JDKs and Mavens are archives of shell scripts that print how they were started.
final class Machine {

    private static final Path ROOT = Path.of(System.getProperty("penstock.root"));

    /// What the scripts may use; a shell and one program that downloads are always among them.
    private static final List<String> TOOLS =
            List.of(
                    "sh",
                    "sed",
                    "head",
                    "cut",
                    "tar",
                    "gzip",
                    "id",
                    "uname",
                    "dirname",
                    "basename",
                    "readlink",
                    "mkdir",
                    "mv",
                    "cp",
                    "rm",
                    "touch",
                    "find",
                    "cat",
                    "curl",
                    "wget",
                    "sha256sum",
                    "sha512sum",
                    "shasum",
                    "openssl");

    private final Path folder;
    private final Map<String, String> environment = new TreeMap<>();

    Machine(Path folder) throws IOException {
        this.folder = folder;
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : TOOLS) {
            provide(tools, tool);
        }
        environment.put("PATH", tools.toString());
        environment.put("HOME", Files.createDirectories(folder.resolve("home")).toString());
        environment.put("PENSTOCK_JDK_PLACES", "");
    }

    /// Scripts, not links: a program of many names must be called by the one it has.
    private static void provide(Path tools, String tool) throws IOException {
        for (String place : System.getenv("PATH").split(":", -1)) {
            Path found = Path.of(place, tool);
            if (!place.isEmpty() && Files.isExecutable(found)) {
                script(tools.resolve(tool), "exec '" + found + "' \"$@\"");
                return;
            }
        }
    }

    Machine with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Machine without(String tool) throws IOException {
        Files.deleteIfExists(folder.resolve("tools").resolve(tool));
        return this;
    }

    Path cache() {
        return folder.resolve("home/.cache/penstock");
    }

    /// The names in the cache, also of hidden and unfinished things.
    List<String> cached() throws IOException {
        if (!Files.exists(cache())) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(cache())) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    /// An installed Penstock, as an archive unpacks it: bin/penstock, bin/jdk.sh, lib.
    Path installed() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("opt/penstock 1/bin"));
        Files.createDirectories(folder.resolve("opt/penstock 1/lib"));
        Files.copy(ROOT.resolve("build/jdk.sh"), bin.resolve("jdk.sh"));
        return Files.copy(ROOT.resolve("penstock"), bin.resolve("penstock"));
    }

    /// A source tree with the real scripts and one source file.
    Path sourceTree() throws IOException {
        Path tree = Files.createDirectories(folder.resolve("tree"));
        Files.createDirectories(tree.resolve("build"));
        Files.copy(ROOT.resolve("build/jdk.sh"), tree.resolve("build/jdk.sh"));
        Files.copy(ROOT.resolve("penstock"), tree.resolve("penstock"));
        Files.copy(ROOT.resolve("mvnw"), tree.resolve("mvnw"));
        Files.writeString(tree.resolve("pom.xml"), "<project/>");
        Files.createDirectories(tree.resolve("modules/app/src/main/java"));
        Files.writeString(tree.resolve("modules/app/src/main/java/Main.java"), "class Main {}");
        return tree;
    }

    /// A folder that looks like a JDK of the version.
    Path jdk(String version) throws IOException {
        Path jdk = Files.createDirectories(folder.resolve("jdk-" + version));
        Files.writeString(
                jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(
                jdk.resolve("bin/java"),
                "echo \"java $0\"; for word in \"$@\"; do echo \"<$word>\"; done");
        script(jdk.resolve("bin/javac"), "exit 0");
        return jdk;
    }

    Path maven() throws IOException {
        Path maven = folder.resolve("apache-maven-0");
        script(
                maven.resolve("bin/mvn"),
                "echo \"mvn on $JAVA_HOME\"; for word in \"$@\"; do echo \"<$word>\"; done");
        return maven;
    }

    /// Packs a folder as `<name>.tar.gz`.
    Path archive(Path packed) throws IOException, InterruptedException {
        Path archive = folder.resolve(packed.getFileName() + ".tar.gz");
        Process tar =
                new ProcessBuilder(
                                "tar",
                                "-czf",
                                archive.toString(),
                                "-C",
                                folder.toString(),
                                packed.getFileName().toString())
                        .inheritIO()
                        .start();
        if (!tar.waitFor(60, TimeUnit.SECONDS) || tar.exitValue() != 0) {
            throw new IOException("tar did not pack " + packed);
        }
        return archive;
    }

    static String checksum(String algorithm, Path file)
            throws IOException, NoSuchAlgorithmException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file)));
    }

    static Path script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// What a run said and how it ended.
    record Outcome(int exitCode, String out, String errors) {}

    /// Runs a script on this machine, from a folder that is neither its own nor the home.
    Outcome run(Path script, String... arguments) throws IOException, InterruptedException {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Path out = folder.resolve("out.txt");
        Path errors = folder.resolve("errors.txt");
        ProcessBuilder builder =
                new ProcessBuilder(
                        Stream.concat(Stream.of(script.toString()), Stream.of(arguments)).toList());
        builder.directory(elsewhere.toFile())
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(script + " did not end within a minute");
        }
        return new Outcome(
                process.exitValue(), Files.readString(out, UTF_8), Files.readString(errors, UTF_8));
    }
}
