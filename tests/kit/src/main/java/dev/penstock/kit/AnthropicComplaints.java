// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

/// How Anthropic says what is wrong with a request.
final class AnthropicComplaints implements Complaints {
    static final AnthropicComplaints WORDS = new AnthropicComplaints();

    private AnthropicComplaints() {}

    @Override
    public String member(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    @Override
    public String element(String path, int index) {
        return path + "." + index;
    }

    @Override
    public Refusal unknown(String path) {
        return bad(path + ": Extra inputs are not permitted");
    }

    @Override
    public Refusal missing(String path) {
        return bad(path + ": Field required");
    }

    @Override
    public Refusal wrongType(String path, String expected, String actual) {
        return bad(
                switch (expected) {
                    case "object" -> path + ": Input should be an object";
                    case "array" -> path + ": Input should be a valid array";
                    default -> path + ": Input should be a valid " + expected;
                });
    }

    @Override
    public Refusal badValue(String path, String value, String allowed) {
        return bad(path + ": Input should be " + allowed);
    }

    @Override
    public Refusal wrong(String path, String message) {
        return bad(path + ": " + message);
    }

    static Refusal bad(String message) {
        return new Refusal(400, "invalid_request_error", null, null, message);
    }
}
