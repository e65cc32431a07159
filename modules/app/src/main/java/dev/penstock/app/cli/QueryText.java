// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Builds the path of a request with its query.
final class QueryText {

    private final StringBuilder text;
    private char next = '?';

    QueryText(String path) {
        this.text = new StringBuilder(path);
    }

    /// Adds a parameter, unless it has no value.
    QueryText with(String name, @Nullable Object value) {
        if (value != null) {
            text.append(next).append(name).append('=').append(encoded(value.toString()));
            next = '&';
        }
        return this;
    }

    /// A text as one part of a path, or as a value.
    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
