// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.exchange;

import dev.penstock.inference.WireFormat;
import dev.penstock.wire.Dialect;
import java.util.Set;

/// Where and how a vendor speaks one format.
///
/// @param format the format
/// @param dialect how the vendor departs from the format's author
/// @param path after the base URL; `{model}` in it stands for the model's name
/// @param streamPath the same for streamed answers, perhaps with a query
/// @param passed the caller's headers, by lower-case name, that are sent on in the relay lane
public record Surface(
        WireFormat format, Dialect dialect, String path, String streamPath, Set<String> passed) {

    /// A surface with one path for plain and streamed answers.
    public static Surface at(WireFormat format, Dialect dialect, String path, Set<String> passed) {
        return new Surface(format, dialect, path, path, passed);
    }

    String path(boolean stream) {
        return stream ? streamPath : path;
    }
}
