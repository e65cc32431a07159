// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// The starts that used a data directory. Whoever holds its lock knows that all before have ended.
final class EarlierBoots {

    static final String FILE = "boots";

    private static final int KEPT = 64;

    private EarlierBoots() {}

    /// Notes a start.
    ///
    /// @param directory locked by this process
    /// @return the starts before; a folder that cannot be read or written has none
    static Set<UUID> note(Path directory, UUID boot) {
        List<UUID> boots = new ArrayList<>();
        try {
            Path file = directory.resolve(FILE);
            if (Files.exists(file)) {
                Files.readAllLines(file).forEach(line -> boots.add(UUID.fromString(line)));
            }
            boots.add(boot);
            List<UUID> kept = boots.subList(Math.max(0, boots.size() - KEPT), boots.size());
            Path written = directory.resolve(FILE + ".new");
            Files.write(written, kept.stream().map(UUID::toString).toList());
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | IllegalArgumentException e) {
            Log.warning(
                    "the list of earlier starts could not be kept; their open calls are settled when"
                            + " they have been silent for a while",
                    e);
        }
        Set<UUID> earlier = new HashSet<>(boots);
        earlier.remove(boot);
        return earlier;
    }
}
