// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The processes of a measurement: the mock upstream and one load generator always, the others as
/// scenarios ask for them. Closing ends all of them, the last first.
final class Stage implements AutoCloseable {

    private static final Duration STARTED = Duration.ofSeconds(30);

    private final Setting setting;
    private final Sampler sampler;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final Child load;
    private final int mockPort;
    private final List<Long> mockPids;
    private int folders;

    /// What a stage is made of.
    ///
    /// @param root of the source tree
    /// @param folder for everything that is written
    /// @param placement of processes on cores
    /// @param plan how much is measured
    /// @param noiseLimit cores that others may use during a sample
    /// @param acceptNoise whether samples count even so
    /// @param javaOptions flags of every gateway's JVM besides the launcher's
    record Setting(
            Path root,
            Path folder,
            Placement placement,
            Plan plan,
            double noiseLimit,
            boolean acceptNoise,
            List<String> javaOptions) {}

    Stage(Setting setting) {
        this.setting = setting;
        this.sampler =
                new Sampler(
                        Proc.here(),
                        setting.noiseLimit(),
                        setting.acceptNoise(),
                        setting.plan().warmRounds());
        Child mock = own("the mock upstream", MockUpstream.class);
        this.mockPids = mock.pids();
        this.mockPort = Integer.parseInt(mock.await(line -> true, STARTED));
        this.load = generator();
    }

    /// The `java` that runs this command.
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private Child own(String name, Class<?> main) {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx1g", "-cp"));
        command.add(classPath());
        command.add(main.getName());
        return keep(Child.start(name, setting.placement().others(command)));
    }

    // On a module path (in tests) the classes are there.
    private static String classPath() {
        String modules = System.getProperty("jdk.module.path", "");
        String classes = System.getProperty("java.class.path");
        return modules.isEmpty() ? classes : modules + File.pathSeparator + classes;
    }

    private Child keep(Child child) {
        running.push(child);
        sampler.add(child.pids());
        return child;
    }

    /// One more load generator.
    Child generator() {
        return own("a load generator", LoadGenerator.class);
    }

    /// Starts a gateway with data of its own.
    Gateway gateway(String... flags) {
        Gateway gateway = Gateway.start(installation(flags));
        return keep(gateway);
    }

    /// Where the next gateway lives.
    Gateway.Installation installation(String... flags) {
        List<String> all = new ArrayList<>(setting.javaOptions());
        all.addAll(List.of(flags));
        return new Gateway.Installation(
                setting.root(),
                setting.folder().resolve("penstock-" + ++folders),
                setting.placement(),
                List.copyOf(all),
                null);
    }

    /// The archive of the build, unpacked as an operator would.
    Path archive() {
        Path target = setting.root().resolve("distribution/target");
        Path unpacked = setting.folder().resolve("archive");
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(target, "penstock-*-linux-*.tar.gz")) {
            List<Path> archives = new ArrayList<>();
            found.forEach(archives::add);
            if (archives.size() != 1) {
                throw new BenchException(
                        "one archive must be in %s but there are %d; make it with"
                                        .formatted(target, archives.size())
                                + " ./mvnw -Pdist package -DskipTests");
            }
            Files.createDirectories(unpacked);
            // The times of its files are what the cache in it knows them by, and tar keeps them.
            Process tar =
                    new ProcessBuilder(
                                    "tar",
                                    "-xzf",
                                    archives.getFirst().toString(),
                                    "-C",
                                    unpacked.toString(),
                                    "--strip-components=1")
                            .inheritIO()
                            .start();
            if (!tar.waitFor(STARTED.toSeconds(), TimeUnit.SECONDS) || tar.exitValue() != 0) {
                tar.destroyForcibly();
                throw new BenchException("tar did not unpack " + archives.getFirst());
            }
            return unpacked;
        } catch (IOException broken) {
            throw new BenchException("the archive cannot be unpacked: " + broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted while the archive was unpacked");
        }
    }

    /// Counts a gateway to the measurement and ends it with the rest.
    Gateway keep(Gateway gateway) {
        running.push(gateway);
        sampler.add(gateway.pids());
        return gateway;
    }

    /// Starts the yardstick.
    ReverseProxy reverseProxy() {
        ReverseProxy proxy =
                ReverseProxy.start(
                        setting.folder().resolve("nginx-" + ++folders),
                        setting.placement(),
                        mockPort);
        running.push(proxy);
        sampler.add(proxy.target().pids());
        return proxy;
    }

    /// The mock upstream itself.
    Target direct() {
        return new Target(
                "direct", mockPort, "/v1/chat/completions", "Bearer none", Gateway.MODEL, mockPids);
    }

    int mockPort() {
        return mockPort;
    }

    Child load() {
        return load;
    }

    Sampler sampler() {
        return sampler;
    }

    Plan plan() {
        return setting.plan();
    }

    Path folder() {
        return setting.folder();
    }

    @Override
    public void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception failed) {
                // The others must end all the same.
                System.err.println("bench: a process did not end well: " + failed);
            }
        }
    }
}
