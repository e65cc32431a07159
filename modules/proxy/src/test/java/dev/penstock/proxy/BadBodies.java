// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/// Request bodies that are wrong, from a seed: pieces that are no JSON put into places of a good body,
/// members twice or in another case, values of wrong types, and good bodies with bytes changed.
final class BadBodies {

    /// A body.
    ///
    /// @param certain whether it must be refused, however it is looked at
    record BadBody(byte[] bytes, boolean certain) {
        @Override
        public String toString() {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            return text.length() > 400 ? text.substring(0, 400) + "..." : text;
        }
    }

    // Bytes above 0x7f are given as ISO 8859-1, so that they need not be UTF-8.
    private static final List<String> NO_JSON =
            List.of(
                    "NaN",
                    "Infinity",
                    "-Infinity",
                    "+1",
                    ".5",
                    "1.",
                    "01",
                    "-01",
                    "1e",
                    "1e+",
                    "1E-",
                    "0x10",
                    "1_000",
                    "-",
                    "--1",
                    "1-",
                    "nul",
                    "tru",
                    "fals",
                    "True",
                    "NULL",
                    "None",
                    "undefined",
                    "'a'",
                    "\"a",
                    "a\"",
                    "\"\\x41\"",
                    "\"\\u12\"",
                    "\"\\uZZZZ\"",
                    "\"\\u{1}\"",
                    "\"\\ud800\"",
                    "\"\\uDFFF\"",
                    "\"a\\ud83d b\"",
                    "\"\\ud83d\\ud83d\\ude00\"",
                    "\"\\ude00\\ud83d\"",
                    "\"\\ud83d\\\\ude00\"",
                    "{\"\\ud800\":1}",
                    "\"\\\"",
                    "\"a\nb\"",
                    "\"a\tb\"",
                    "\"a\0b\"",
                    "\"a\u001fb\"",
                    "[1,]",
                    "[,1]",
                    "[1 2]",
                    "[1,,2]",
                    "[",
                    "]",
                    "[[]",
                    "[]]",
                    "{\"a\"}",
                    "{\"a\":}",
                    "{\"a\":1,}",
                    "{,\"a\":1}",
                    "{a:1}",
                    "{'a':1}",
                    "{\"a\" 1}",
                    "{\"a\":1 \"b\":2}",
                    "{1:2}",
                    "{null:1}",
                    "[1}",
                    "{\"a\":1]",
                    "(1)",
                    "/**/1",
                    "1//x\n",
                    "#1",
                    "`a`",
                    "\f1",
                    "\u000b1",
                    "\u00a01",
                    "1;",
                    "\"\u0080\"",
                    "\"\u00c0\u00af\"",
                    "\"\u00e2\u0082\"",
                    "\"\u00ed\u00a0\u0080\"",
                    "\"\u00ed\u00b0\u0080\"",
                    "\"\u00f4\u0090\u0080\u0080\"",
                    "\"\u00f5\u0080\u0080\u0080\"",
                    "\"\u00ff\"",
                    "\"\u00fe\u00ff\"",
                    "\"\u00f0\u009f\u0098\"",
                    "\"\u00c3\"",
                    "\u00c3\u00a9",
                    "",
                    " ",
                    ",",
                    ":",
                    "1 1",
                    "\"a\" \"b\"",
                    "\"a\"\"b\"",
                    "{}{}",
                    "[][]",
                    "\\u0031");

    private static final List<String> WHOLE =
            List.of(
                    "",
                    " ",
                    "\n",
                    "null",
                    "[]",
                    "1",
                    "\"x\"",
                    "true",
                    "{",
                    "}",
                    "{}",
                    "[{}]",
                    "\0",
                    "\u00ff\u00fe{\0}\0",
                    "\0{\0}",
                    "\u00ef\u00bb",
                    "model=small",
                    "<model/>",
                    "--x\r\n\r\n",
                    "{\"model\"",
                    "{\"model\":",
                    "{\"model\":\"small\"",
                    "{\"model\":\"small\",",
                    "{\"model\":\"small\"}x",
                    "{\"model\":\"small\"}{\"model\":\"small\"}",
                    "{\"model\":\"small\"}\n{\"model\":\"small\"}",
                    "{\"model\":\"small\"}]",
                    "{\"model\":\"small\"}\0");

    // At the end of a good body, which has all of these already, or must not have them.
    private static final List<String> TWICE =
            List.of(
                    "\"model\":\"other\"",
                    "\"model\":\"small\"",
                    "\"Model\":\"other\"",
                    "\"MODEL\":\"other\"",
                    "\"mOdel\":null",
                    "\"\\u006dodel\":\"other\"",
                    "\"\\u004dodel\":\"other\"",
                    "\"max_tokens\":11",
                    "\"Max_Tokens\":1",
                    "\"messages\":[]",
                    "\"Stream\":true",
                    "\"STREAM\":null",
                    "\"stream\":true",
                    "\"x\":1,\"x\":1",
                    "\"x\":1,\"\\u0078\":2");

    // In the place of the good value of a member.
    private static final String[][] TYPES = {
        {"model", "null"},
        {"model", "1"},
        {"model", "[]"},
        {"model", "{}"},
        {"model", "\"\""},
        {"model", "\"  \""},
        {"model", "[\"small\"]"},
        {"model", "true"},
        {"stream", "\"yes\""},
        {"stream", "1"},
        {"stream", "{}"},
        {"max_tokens", "-1"},
        {"max_tokens", "\"10\""},
        {"max_tokens", "1.5"},
        {"max_tokens", "1e309"},
        {"max_tokens", "[]"},
        {"max_tokens", "99999999999999999999"},
        {"max_tokens", "1e2147483647"},
    };

    private static final String[][] DECODED_TYPES = {
        {"messages", "null"},
        {"messages", "\"x\""},
        {"messages", "{}"},
        {"messages", "[1]"},
        {"messages", "[null]"},
        {"messages", "[[]]"},
        {"messages", "[{}]"},
        {"messages", "[{\"role\":1,\"content\":\"x\"}]"},
        {"messages", "[{\"role\":\"nobody\",\"content\":\"x\"}]"},
        {"messages", "[{\"role\":\"user\",\"content\":1}]"},
        {"messages", "[{\"role\":\"user\",\"content\":{}}]"},
        {"messages", "[{\"role\":\"user\",\"content\":[1]}]"},
        {"messages", "[{\"role\":\"user\",\"content\":[{\"type\":1}]}]"},
        {"messages", "[{\"role\":\"user\",\"role\":\"assistant\",\"content\":\"x\"}]"},
        {"messages", "[{\"role\":\"user\",\"content\":\"x\",\"content\":\"y\"}]"},
        {"messages", "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":1}]}]"},
        {"temperature", "1e309"},
        {"temperature", "-1e309"},
        {"temperature", "\"hot\""},
        {"temperature", "[]"},
        {"temperature", "1e2147483648"},
        {"tools", "\"x\""},
        {"tools", "[1]"},
        {"tools", "{}"},
        {"tools", "[{}]"},
    };

    private final String good;
    private final Random random;

    /// @param good a body that is accepted, with the members named here
    BadBodies(String good, Random random) {
        this.good = good;
        this.random = random;
    }

    BadBody next() {
        return switch (random.nextInt(10)) {
            case 0 -> certain(any(WHOLE));
            case 1, 2 -> certain(with("x", any(NO_JSON)));
            case 3 -> certain(nested(any(NO_JSON)));
            case 4 -> certain(member(any(TWICE)));
            case 5 -> typed(TYPES);
            case 6 -> typed(DECODED_TYPES);
            case 7 -> certain(large());
            case 8 -> truncated();
            default -> mutated();
        };
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static BadBody certain(String body) {
        return new BadBody(body.getBytes(StandardCharsets.ISO_8859_1), true);
    }

    private String with(String name, String value) {
        return member("\"" + name + "\":" + value);
    }

    private String member(String member) {
        boolean first = random.nextBoolean();
        // The second of two equal ones counts for many parsers, the first for others.
        return first
                ? "{" + member + "," + good.substring(1)
                : good.substring(0, good.length() - 1) + "," + member + "}";
    }

    private String nested(String value) {
        StringBuilder text = new StringBuilder(value);
        int depth = 1 + random.nextInt(20);
        for (int i = 0; i < depth; i++) {
            if (random.nextBoolean()) {
                text.insert(0, '[').append(']');
            } else {
                text.insert(0, "{\"n\":").append('}');
            }
        }
        return with("x", value.isBlank() ? "[1," + text + "]x" : text.toString());
    }

    private BadBody typed(String[][] table) {
        String[] row = table[random.nextInt(table.length)];
        int at = good.indexOf("\"" + row[0] + "\":") + row[0].length() + 3;
        return certain(good.substring(0, at) + row[1] + good.substring(end(at)));
    }

    // Where the value that begins here ends; the good body holds no brackets in strings.
    private int end(int from) {
        int depth = 0;
        int at = from;
        while (depth > 0 || ",}".indexOf(good.charAt(at)) < 0) {
            char c = good.charAt(at++);
            depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
        }
        return at;
    }

    private String large() {
        int deep = 1_000 * (1 + random.nextInt(100));
        return switch (random.nextInt(7)) {
            case 0 -> with("x", "[".repeat(1_000) + "]".repeat(1_000));
            case 1 -> with("x", "{\"n\":".repeat(1_000) + "1" + "}".repeat(1_000));
            case 2 -> with("x", "[".repeat(deep));
            case 3 -> "[".repeat(deep);
            case 4 -> "{\"model\":".repeat(deep);
            case 5 -> with("x", "9".repeat(129 + random.nextInt(10_000)));
            default -> with("n".repeat(5_000), "1");
        };
    }

    private BadBody truncated() {
        byte[] bytes = good.getBytes(StandardCharsets.ISO_8859_1);
        return new BadBody(java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)), true);
    }

    private BadBody mutated() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] bytes = good.getBytes(StandardCharsets.ISO_8859_1);
        int changes = 1 + random.nextInt(4);
        out.writeBytes(bytes);
        for (int i = 0; i < changes; i++) {
            byte[] now = out.toByteArray();
            int at = random.nextInt(now.length);
            out.reset();
            out.write(now, 0, at);
            switch (random.nextInt(4)) {
                case 0 -> out.write(now, at + 1, now.length - at - 1);
                case 1 -> {
                    out.write(random.nextInt(256));
                    out.write(now, at + 1, now.length - at - 1);
                }
                case 2 -> {
                    out.write("{}[],:\"\\0e-.u".charAt(random.nextInt(13)));
                    out.write(now, at, now.length - at);
                }
                default -> {
                    int to = Math.min(now.length, at + 1 + random.nextInt(30));
                    out.write(now, at, to - at);
                    out.write(now, at, now.length - at);
                }
            }
        }
        return new BadBody(out.toByteArray(), false);
    }
}
