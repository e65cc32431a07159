// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.exchange;

import dev.penstock.inference.WireFormat;
import dev.penstock.wire.Dialect;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Where and how a vendor speaks one format.
///
/// @param format the format
/// @param dialect how the vendor departs from the format's author
/// @param path after the base URL; `{model}` in it stands for the model's name
/// @param streamPath the same for streamed answers, perhaps with a query
/// @param passed the caller's headers, by lower-case name, that are sent on in the relay lane
/// @param relayed the models for which requests of the format are passed on, those of others are
///     translated; or null for all
public record Surface(
        WireFormat format,
        Dialect dialect,
        String path,
        String streamPath,
        Set<String> passed,
        @Nullable Predicate<String> relayed) {

    /// A surface that passes requests on for all models.
    public Surface(
            WireFormat format,
            Dialect dialect,
            String path,
            String streamPath,
            Set<String> passed) {
        this(format, dialect, path, streamPath, passed, null);
    }

    /// The same for fewer models.
    public Surface relaying(Predicate<String> models) {
        return new Surface(format, dialect, path, streamPath, passed, models);
    }

    boolean relays(String model) {
        return relayed == null || relayed.test(model);
    }

    boolean relaysAll() {
        return relayed == null;
    }

    /// A surface with one path for plain and streamed answers.
    public static Surface at(WireFormat format, Dialect dialect, String path, Set<String> passed) {
        return new Surface(format, dialect, path, path, passed);
    }

    String path(boolean stream) {
        return stream ? streamPath : path;
    }
}
