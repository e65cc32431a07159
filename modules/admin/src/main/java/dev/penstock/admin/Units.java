// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import java.util.Map;
import java.util.TreeMap;

/// Usage as the API shows it: the classes that are not 0, by name.
final class Units {

    private Units() {}

    static Map<String, Long> of(Usage usage) {
        Map<String, Long> units = new TreeMap<>();
        for (Map.Entry<UsageClass, Long> entry : usage.counts().entrySet()) {
            units.put(entry.getKey().id(), entry.getValue());
        }
        return units;
    }
}
