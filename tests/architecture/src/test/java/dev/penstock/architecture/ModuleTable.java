// SPDX-License-Identifier: Apache-2.0
package dev.penstock.architecture;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The table of ARCHITECTURE.md: which of our modules each module may require, and what it exports.
/// A module that is not in the table has no place yet, which is a violation too.
final class ModuleTable {

    static final String PREFIX = "dev.penstock.";

    /// What a module may export.
    enum Surface {
        NOTHING,
        ONE_PACKAGE,
        ONE_PACKAGE_TO_APP
    }

    /// One line of the table.
    record Line(int row, Surface surface, Set<String> mayRequire) {}

    private static final Set<String> EVERYTHING =
            Set.of(
                    "inference",
                    "spi",
                    "wire",
                    "state",
                    "routing",
                    "fallback",
                    "transport",
                    "policies",
                    "providers",
                    "storage",
                    "telemetry",
                    "engine",
                    "agent",
                    "proxy",
                    "admin");

    private static final Map<String, Line> LINES = lines();

    private ModuleTable() {}

    private static Map<String, Line> lines() {
        Map<String, Line> lines = new LinkedHashMap<>();
        lines.put("inference", new Line(0, Surface.ONE_PACKAGE, Set.of()));
        for (String contract : List.of("spi", "wire", "state")) {
            lines.put(contract, new Line(1, Surface.ONE_PACKAGE, Set.of("inference")));
        }
        Set<String> below = Set.of("inference", "spi", "state");
        for (String pure : List.of("routing", "fallback")) {
            lines.put(pure, new Line(2, Surface.ONE_PACKAGE, below));
        }
        for (String provided : List.of("transport", "policies", "storage", "telemetry")) {
            lines.put(provided, new Line(2, Surface.NOTHING, below));
        }
        lines.put(
                "providers",
                new Line(2, Surface.NOTHING, Set.of("inference", "spi", "state", "wire")));
        lines.put(
                "engine",
                new Line(
                        3,
                        Surface.ONE_PACKAGE,
                        Set.of("routing", "fallback", "state", "spi", "inference")));
        lines.put(
                "agent",
                new Line(4, Surface.ONE_PACKAGE, Set.of("engine", "fallback", "spi", "inference")));
        lines.put(
                "proxy",
                new Line(
                        5,
                        Surface.ONE_PACKAGE_TO_APP,
                        Set.of("agent", "engine", "wire", "spi", "inference")));
        lines.put(
                "admin",
                new Line(
                        5,
                        Surface.ONE_PACKAGE_TO_APP,
                        Set.of("agent", "engine", "state", "spi", "inference")));
        lines.put("app", new Line(6, Surface.NOTHING, EVERYTHING));
        return lines;
    }

    static Map<String, Line> table() {
        return LINES;
    }

    /// What is wrong with a module, one sentence each.
    static List<String> violations(ModuleDescriptor module) {
        String name = module.name();
        Line line = name.startsWith(PREFIX) ? LINES.get(name.substring(PREFIX.length())) : null;
        if (line == null) {
            return List.of(name + " is not in the table of modules");
        }
        List<String> found = new ArrayList<>();
        requires(module, line, found);
        exports(module, line, found);
        if (module.isOpen() || module.isAutomatic()) {
            found.add(name + " is open or automatic");
        }
        module.opens().stream()
                .filter(opens -> !opens.isQualified())
                .forEach(opens -> found.add(name + " opens " + opens.source() + " to everyone"));
        return found;
    }

    private static void requires(ModuleDescriptor module, Line line, List<String> found) {
        for (ModuleDescriptor.Requires requires : module.requires()) {
            String required = requires.name();
            if (required.startsWith(PREFIX)
                    && !line.mayRequire().contains(required.substring(PREFIX.length()))) {
                found.add(module.name() + " requires " + required);
            }
        }
    }

    private static void exports(ModuleDescriptor module, Line line, List<String> found) {
        Set<String> exported = new TreeSet<>();
        module.exports().forEach(exports -> exported.add(exports.source()));
        Set<String> expected = line.surface() == Surface.NOTHING ? Set.of() : Set.of(module.name());
        if (!exported.equals(expected)) {
            found.add(module.name() + " exports " + exported + ", not " + expected);
        }
        Set<String> toApp = Set.of(PREFIX + "app");
        for (Exports exports : module.exports()) {
            Set<String> targets =
                    switch (line.surface()) {
                        case NOTHING, ONE_PACKAGE -> Set.of();
                        case ONE_PACKAGE_TO_APP -> toApp;
                    };
            if (!exports.targets().equals(targets)) {
                found.add(
                        module.name()
                                + " exports "
                                + exports.source()
                                + " to "
                                + exports.targets()
                                + ", not to "
                                + targets
                                + " (empty: everyone)");
            }
        }
    }
}
