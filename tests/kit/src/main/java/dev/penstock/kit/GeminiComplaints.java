// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import org.jspecify.annotations.Nullable;

/// How Google says what is wrong with a request.
final class GeminiComplaints implements Complaints {
    static final GeminiComplaints WORDS = new GeminiComplaints();

    private GeminiComplaints() {}

    @Override
    public String member(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    @Override
    public String element(String path, int index) {
        return path + "[" + index + "]";
    }

    @Override
    public Refusal unknown(String path) {
        int dot = path.lastIndexOf('.');
        return bad(
                "Invalid JSON payload received. Unknown name \"%s\"%s: Cannot find field."
                        .formatted(
                                path.substring(dot + 1),
                                dot < 0 ? "" : " at '" + path.substring(0, dot) + "'"));
    }

    @Override
    public Refusal missing(String path) {
        return bad("* " + path + ": must be specified\n");
    }

    @Override
    public Refusal wrongType(String path, String expected, String actual) {
        return bad("Invalid value at '%s' (%s), %s".formatted(path, expected, actual));
    }

    @Override
    public Refusal badValue(String path, String value, String allowed) {
        return bad("Invalid value at '%s': %s. Expected %s.".formatted(path, value, allowed));
    }

    @Override
    public Refusal wrong(String path, String message) {
        return bad(path.isEmpty() ? message : "* " + path + ": " + message + "\n");
    }

    static Refusal bad(String message) {
        return new Refusal(400, "INVALID_ARGUMENT", null, null, message);
    }

    static Refusal of(int status, String word, @Nullable String reason, String message) {
        return new Refusal(status, word, reason, null, message);
    }
}
