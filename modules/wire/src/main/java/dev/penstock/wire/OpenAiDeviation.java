// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ByteRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Changes a body that is sound for OpenAI into one that a server with deviations takes; for one
/// body. Bytes that concern no deviation stay as they are.
final class OpenAiDeviation {

    private static final byte[] NONE = {};
    private static final byte[] SYSTEM = "\"system\"".getBytes(StandardCharsets.US_ASCII);
    // Usage comes all the same, so its loss is none.
    private static final String STREAM_OPTIONS = "stream_options";

    private final byte[] body;
    private final Deviations deviations;
    private final RawSplice splice;
    private final Set<String> dropped = new LinkedHashSet<>();
    private boolean changed;

    private OpenAiDeviation(byte[] body, Deviations deviations) {
        this.body = body;
        this.deviations = deviations;
        this.splice = new RawSplice(body);
    }

    // A member and where it stands, from the quote before its name to the end of its value.
    private record Place(String name, int from, int to) {}

    /// Changes a body.
    ///
    /// @param body a JSON object, well formed; not changed
    /// @return the body to send, and what was left out of it by its names in OpenAI's format
    static EncodedRequest apply(byte[] body, Deviations deviations) {
        if (!deviations.any()) {
            return new EncodedRequest(body, List.of());
        }
        OpenAiDeviation deviation = new OpenAiDeviation(body, deviations);
        try (JsonIn in = JsonIn.provider(body, 0, body.length)) {
            deviation.top(in);
        }
        return new EncodedRequest(
                deviation.changed ? deviation.splice.bytes() : body,
                List.copyOf(deviation.dropped));
    }

    private void top(JsonIn in) {
        List<Place> places = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        in.object();
        for (String name = in.placedMember(); name != null; name = in.placedMember()) {
            int from = in.nameStart();
            value(in, name);
            places.add(new Place(name, from, in.after()));
            names.add(name);
        }
        Set<String> out = new LinkedHashSet<>(deviations.refused());
        for (Map.Entry<String, String> renaming : deviations.renamed().entrySet()) {
            // Of two names for one thing the server's own counts.
            if (names.contains(renaming.getValue())) {
                out.add(renaming.getKey());
            }
        }
        for (Place place : places) {
            String other = deviations.renamed().get(place.name());
            if (other != null && !out.contains(place.name())) {
                replace(
                        new ByteRange(place.from(), nameEnd(place.from())),
                        RawSplice.string(other));
            }
        }
        cut(places, out, "");
    }

    private void value(JsonIn in, String name) {
        if (name.equals("messages") && deviations.ofMessages() && in.isArray()) {
            messages(in);
        } else if (name.equals("reasoning_effort") && in.isString()) {
            int from = in.start();
            String other = deviations.efforts().get(in.string());
            if (other != null && !deviations.refused().contains(name)) {
                replace(new ByteRange(from, in.after()), RawSplice.string(other));
            }
        } else {
            in.skip();
        }
    }

    private void messages(JsonIn in) {
        in.array();
        while (in.element()) {
            if (in.isObject()) {
                message(in);
            } else {
                in.skip();
            }
        }
    }

    private void message(JsonIn in) {
        List<Place> places = new ArrayList<>();
        in.object();
        for (String name = in.placedMember(); name != null; name = in.placedMember()) {
            int from = in.nameStart();
            if (name.equals("role") && in.isString()) {
                int value = in.start();
                if (in.string().equals("developer") && !deviations.developerRole()) {
                    replace(new ByteRange(value, in.after()), SYSTEM);
                }
            } else {
                in.skip();
            }
            places.add(new Place(name, from, in.after()));
        }
        cut(places, deviations.refusedInMessages(), "messages.");
    }

    // Takes members out, each run of them with the commas that held it.
    private void cut(List<Place> places, Set<String> out, String prefix) {
        int kept = -1;
        for (int i = 0; i < places.size(); i++) {
            if (!out.contains(places.get(i).name())) {
                kept = i;
                continue;
            }
            int first = i;
            while (i + 1 < places.size() && out.contains(places.get(i + 1).name())) {
                i++;
            }
            report(places.subList(first, i + 1), prefix);
            if (i + 1 < places.size()) {
                replace(new ByteRange(places.get(first).from(), places.get(i + 1).from()), NONE);
            } else if (kept >= 0) {
                replace(new ByteRange(places.get(kept).to(), places.get(i).to()), NONE);
            } else {
                replace(new ByteRange(places.get(first).from(), places.get(i).to()), NONE);
            }
        }
    }

    private void report(List<Place> lost, String prefix) {
        for (Place place : lost) {
            if (!place.name().equals(STREAM_OPTIONS)) {
                dropped.add(prefix + place.name());
            }
        }
    }

    private void replace(ByteRange range, byte[] bytes) {
        changed = true;
        splice.replace(range, bytes);
    }

    // The byte after the quote that ends a name.
    private int nameEnd(int from) {
        int at = from + 1;
        while (body[at] != '"') {
            at += body[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }
}
