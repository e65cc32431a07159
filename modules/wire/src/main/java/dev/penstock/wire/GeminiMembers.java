// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.WireFormat;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Names of members in Google's format.
final class GeminiMembers {

    // What codecs of other formats call a setting, and what its caller called it.
    private static final Map<String, String> SETTINGS =
            Map.ofEntries(
                    Map.entry("n", "generationConfig.candidateCount"),
                    Map.entry("temperature", "generationConfig.temperature"),
                    Map.entry("top_p", "generationConfig.topP"),
                    Map.entry("top_k", "generationConfig.topK"),
                    Map.entry("seed", "generationConfig.seed"),
                    Map.entry("stop", "generationConfig.stopSequences"),
                    Map.entry("stop_sequences", "generationConfig.stopSequences"),
                    Map.entry("presence_penalty", "generationConfig.presencePenalty"),
                    Map.entry("frequency_penalty", "generationConfig.frequencyPenalty"),
                    Map.entry("tool_choice", "toolConfig.functionCallingConfig"));

    private GeminiMembers() {}

    /// The name that the reference gives a member: servers take `snake_case`, too.
    static String camel(String name) {
        if (name.indexOf('_') <= 0) {
            return name;
        }
        StringBuilder camel = new StringBuilder(name.length());
        boolean upper = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '_') {
                upper = true;
            } else {
                camel.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return camel.toString();
    }

    /// Dropped members by the names that the caller used.
    static List<String> dropped(WireFormat origin, Collection<String> names) {
        if (origin != WireFormat.GEMINI) {
            return List.copyOf(names);
        }
        return names.stream().map(name -> SETTINGS.getOrDefault(name, name)).distinct().toList();
    }
}
