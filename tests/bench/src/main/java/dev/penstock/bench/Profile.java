// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedObject;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/// Where the gateway's CPU time and memory go while it relays JSON: JFR's samples by CPU time, summed by
/// thread, by module, by method, and by the methods of ours below it.
final class Profile {

    /// The recording, in the folder of the stage.
    static final String RECORDING = "relay-json.jfr";

    private static final String OURS = "dev.penstock.";
    private static final int CONNECTIONS = 32;
    private static final int LINES = 60;
    private static final int LEAST_SECONDS = 20;

    private final Map<String, Long> modules = new TreeMap<>();
    private final Map<String, Long> methods = new TreeMap<>();
    private final Map<String, Long> own = new TreeMap<>();
    private final Map<String, Long> inclusive = new TreeMap<>();
    private final Map<String, Long> threads = new TreeMap<>();
    private final Map<String, Long> classes = new TreeMap<>();
    private final Map<String, Long> allocators = new TreeMap<>();
    private final Instant from;
    private long samples;
    private long bytes;

    private Profile(Instant from) {
        this.from = from;
    }

    /// Profiles and tells.
    static String run(Stage stage) {
        Path file = stage.folder().resolve(RECORDING);
        Gateway gateway =
                stage.gateway(
                        "-XX:StartFlightRecording:settings=profile,dumponexit=true,maxsize=512m,"
                                + "jdk.CPUTimeSample#enabled=true,jdk.CPUTimeSample#throttle=2ms,"
                                + "jdk.ObjectAllocationSample#throttle=2000/s,filename="
                                + file,
                        "-XX:FlightRecorderOptions:stackdepth=128",
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:+DebugNonSafepoints");
        String key = gateway.configure(stage.mockPort());
        Target target = gateway.target("penstock", key, Gateway.MODEL);
        int seconds = Math.max(LEAST_SECONDS, stage.plan().seconds());
        Sampler.carryOut(
                stage.load(),
                target.json(CONNECTIONS, Math.max(LEAST_SECONDS, stage.plan().warmSeconds()), 0));
        stage.sampler().rest(target.pids());
        Instant begin = Instant.now();
        long cpu = Proc.here().cpuMicros(target.pids());
        LoadResult load = Sampler.carryOut(stage.load(), target.json(CONNECTIONS, seconds, 0));
        long used = Proc.here().cpuMicros(target.pids()) - cpu;
        gateway.close();
        Profile profile = new Profile(begin);
        profile.read(file);
        return profile.text(load, used);
    }

    private void read(Path file) {
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                if (event.getStartTime().isBefore(from)) {
                    continue;
                }
                switch (event.getEventType().getName()) {
                    case "jdk.CPUTimeSample" -> cpu(event);
                    case "jdk.ObjectAllocationSample" -> allocation(event);
                    default -> {
                        // Everything else the settings record is for other tools.
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void cpu(RecordedEvent event) {
        samples++;
        count(threads, thread(event), 1);
        RecordedStackTrace stack = event.getStackTrace();
        if (stack == null || stack.getFrames().isEmpty()) {
            count(modules, "(no Java frame: compiler, collector, runtime)", 1);
            return;
        }
        List<RecordedFrame> frames = stack.getFrames();
        count(modules, module(frames.getFirst().getMethod()), 1);
        count(methods, name(frames.getFirst().getMethod()), 1);
        count(own, ours(frames), 1);
        frames.stream()
                .map(frame -> name(frame.getMethod()))
                .filter(name -> name.startsWith(OURS) && !name.contains("$$Lambda"))
                .distinct()
                .forEach(name -> count(inclusive, name, 1));
    }

    private static String thread(RecordedEvent event) {
        RecordedThread thread = event.getThread("eventThread");
        if (thread == null) {
            return "(unknown)";
        }
        String name = thread.getJavaName();
        return thread.isVirtual() || name == null
                ? "virtual threads and their carriers"
                : name.replaceAll("[0-9]+", "N");
    }

    private void allocation(RecordedEvent event) {
        long weight = event.getLong("weight");
        bytes += weight;
        RecordedClass type = event.getClass("objectClass");
        count(classes, type.getName(), weight);
        RecordedStackTrace stack = event.getStackTrace();
        if (stack != null && !stack.getFrames().isEmpty()) {
            count(allocators, ours(stack.getFrames()), weight);
        }
    }

    // The first frame of ours, which is what can be changed.
    private static String ours(List<RecordedFrame> frames) {
        return frames.stream()
                .map(RecordedFrame::getMethod)
                .filter(method -> method.getType().getName().startsWith(OURS))
                .findFirst()
                .map(Profile::name)
                .orElseGet(() -> "(none of ours) " + name(frames.getLast().getMethod()));
    }

    private static String module(RecordedMethod method) {
        RecordedObject home = inside(method.getType(), "package");
        RecordedObject module = home == null ? null : inside(home, "module");
        String name = module == null ? null : module.getString("name");
        return name == null ? "(no module)" : name;
    }

    private static @Nullable RecordedObject inside(RecordedObject object, String field) {
        return object.getValue(field);
    }

    private static String name(RecordedMethod method) {
        return method.getType().getName() + "." + method.getName();
    }

    private static void count(Map<String, Long> counts, String name, long weight) {
        counts.merge(name, weight, Long::sum);
    }

    private String text(LoadResult load, long cpuMicros) {
        long requests = Math.max(1, load.done());
        double perRequest = (double) cpuMicros / requests;
        Function<Long, String> micros =
                count ->
                        String.format(
                                Locale.ROOT, "%8.2f µs", perRequest * count / Math.max(1, samples));
        Function<Long, String> perCall =
                weight -> String.format(Locale.ROOT, "%8d B ", weight / requests);
        return String.format(
                        Locale.ROOT,
                        "%d requests in %.1f s, %d failures; with JFR %.1f µs of CPU and %d bytes"
                                + " allocated per request; %d samples\n",
                        load.done(),
                        load.seconds(),
                        load.failures(),
                        perRequest,
                        bytes / requests,
                        samples)
                + table("CPU per request by thread", threads, samples, micros)
                + table("CPU per request by module of the top frame", modules, samples, micros)
                + table("CPU per request by method", methods, samples, micros)
                + table("CPU per request by first method of ours", own, samples, micros)
                + table(
                        "CPU per request by method of ours and all it calls",
                        inclusive,
                        samples,
                        micros)
                + table("allocated per request by class", classes, bytes, perCall)
                + table(
                        "allocated per request by first method of ours",
                        allocators,
                        bytes,
                        perCall);
    }

    private static String table(
            String title, Map<String, Long> counts, long all, Function<Long, String> each) {
        StringBuilder text = new StringBuilder("\n").append(title).append('\n');
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(LINES)
                .forEach(entry ->
                        text.append(
                                String.format(
                                        Locale.ROOT,
                                        "%5.1f %%  %s  %s\n",
                                        100.0 * entry.getValue() / Math.max(1, all),
                                        each.apply(entry.getValue()),
                                        entry.getKey())));
        return text.toString();
    }
}
