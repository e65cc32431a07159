// SPDX-License-Identifier: Apache-2.0
package dev.penstock.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Makes the archive of this platform. `./mvnw -Pdist package` runs it.
public final class Build {

    private Build() {}

    /// Makes the archive and its checksum.
    ///
    /// @param arguments the root of the source tree, the version, and the folder for what is made
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            throw new BuildException("needs the source tree, the version and the target folder");
        }
        Path root = Path.of(arguments[0]);
        String name = "penstock-" + arguments[1] + "-linux-" + architecture();
        Path target = Path.of(arguments[2]);
        Installation installation = Installation.empty(target.resolve(name));

        Path lib = root.resolve("modules/app/target/dist/lib");
        installation.jars(lib);
        installation.file(root.resolve("penstock"), "bin/penstock");
        installation.file(root.resolve("LICENSE"), "LICENSE");
        installation.file(demo(root, arguments[1]), "plugins/demo-provider.jar");
        Path files = root.resolve("distribution/src/main/files");
        installation.file(files.resolve("penstock.service"), "share/systemd/penstock.service");
        installation.file(files.resolve("penstock.yaml"), "share/penstock.yaml");
        Notices.write(installation.folder(), root.resolve("distribution/src/main/licences"));
        RuntimeImage.link(installation.folder().resolve("runtime"));
        // The cache knows the jars by their times, so these are set before it is made.
        installation.settle();
        new Training(installation, target.resolve("training")).run();
        installation.settle();

        Path archive = target.resolve(name + ".tar.gz");
        Archive.write(installation.folder(), archive);
        Archive.checksum(archive);
        System.out.println("Made " + archive + ", " + Files.size(archive) / (1 << 20) + " MiB");
    }

    // The names that JDK vendors use.
    private static String architecture() {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new BuildException(
                    "the archive is for Linux and holds the runtime of the machine that builds it;"
                            + " build it on Linux");
        }
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return name.equals("amd64") ? "x64" : name;
    }

    // A tree that has been built before may hold the jar of an earlier version too.
    private static Path demo(Path root, String version) {
        Path jar =
                root.resolve("examples/demo-provider/target")
                        .resolve("penstock-demo-provider-" + version + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new BuildException("the demo provider must be at " + jar + "; build it first");
        }
        return jar;
    }
}
