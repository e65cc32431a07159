// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import java.util.ArrayList;
import java.util.List;

/// Requests that are not HTTP/1.1, or not quite, and what a strict server says to them.
final class RawCases {

    /// Bytes, written as ISO 8859-1, and the statuses of the answers before the connection ends.
    record RawCase(String name, String sent, List<Integer> statuses) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final String KEY = "Authorization: Bearer " + FakeEngine.KEY + "\r\n";
    private static final String JSON = Plane.PLAIN_BODY;
    private static final String HOST = "Host: a\r\n";

    private final List<RawCase> all = new ArrayList<>();

    private RawCases() {}

    static List<RawCase> all() {
        RawCases cases = new RawCases();
        cases.lengths();
        cases.codings();
        cases.lineEnds();
        cases.fields();
        cases.characters();
        cases.hosts();
        cases.requestLines();
        cases.targets();
        cases.chunkSizes();
        cases.chunkEnds();
        cases.trailers();
        cases.followers();
        cases.sizes();
        return List.copyOf(cases.all);
    }

    private void add(String name, String sent, Integer... statuses) {
        all.add(new RawCase(name, sent, List.of(statuses)));
    }

    private static String post(String fields, String body) {
        return "POST " + Plane.CHAT + " HTTP/1.1\r\n" + HOST + KEY + fields + "\r\n" + body;
    }

    private static String get(String fields) {
        return "GET /ping HTTP/1.1\r\n" + HOST + fields + "\r\n";
    }

    private static String length(String value) {
        return post("Content-Length:" + value + "\r\n", JSON);
    }

    private void lengths() {
        int n = JSON.length();
        List<String> bad =
                List.of(
                        " ",
                        "",
                        " -1",
                        " -0",
                        " +" + n,
                        " 0x1f",
                        " 1e1",
                        " " + n + ".0",
                        " ten",
                        " " + n + "," + n,
                        " " + n + ", " + n,
                        " " + n + " " + n,
                        " " + n + ";",
                        " 99999999999999999999",
                        " 9223372036854775808",
                        " 18446744073709551647",
                        " \"" + n + "\"",
                        " " + n + "\u00a0",
                        " ,",
                        " 1_0",
                        " \u0661",
                        " 1\t1",
                        " 000000000000000000000000031",
                        " 0b1",
                        " 31L");
        bad.forEach(value -> add("content-length of '" + value + "'", length(value), 400));
        String good = "Content-Length: " + n + "\r\n";
        add("content-length twice alike", post(good + good, JSON), 400);
        add("content-length twice apart", post(good + "Content-Length: 0\r\n", JSON), 400);
        add("content-length shorter first", post("Content-Length: 0\r\n" + good, JSON), 400);
        add("content-length in two cases", post(good + "CONTENT-LENGTH: 3\r\n", JSON), 400);
        add("content-length too large", length(" 33554433"), 413);
        add("content-length far too large", length(" 9223372036854775807"), 413);
        add("content-length on GET, bad", get("Content-Length: x\r\n"), 400);
    }

    private static String coded(String fields) {
        return post(fields, "1f\r\n" + JSON + "\r\n0\r\n\r\n");
    }

    private void codings() {
        for (String value :
                List.of(
                        "",
                        " ",
                        "identity",
                        "xchunked",
                        "chunkedx",
                        "\u000bchunked",
                        "chunked, identity",
                        "chunked, gzip",
                        "chunked;q=1",
                        "chunked,chunked",
                        "chunked, chunked",
                        "gzip",
                        "deflate",
                        "x",
                        "\"chunked\"",
                        "'chunked'",
                        "chunk",
                        "chunked\u00a0",
                        ",",
                        "chunked;",
                        "chunked chunked",
                        "chun\tked",
                        "gzip;chunked",
                        "ch\u0000unked")) {
            add(
                    "transfer-encoding of '" + value + "'",
                    coded("Transfer-Encoding: " + value + "\r\n"),
                    400);
        }
        for (String value :
                List.of("gzip, chunked", "gzip,chunked", "x, chunked", "identity, chunked")) {
            add(
                    "transfer-encoding of '" + value + "'",
                    coded("Transfer-Encoding: " + value + "\r\n"),
                    501);
        }
        String te = "Transfer-Encoding: chunked\r\n";
        add("length, then coding", coded("Content-Length: 44\r\n" + te), 400);
        add("coding, then length", coded(te + "Content-Length: 44\r\n"), 400);
        add("coding and length 0", coded(te + "Content-Length: 0\r\n"), 400);
        add("coding twice", coded(te + te), 400);
        add("coding twice, first unknown", coded("Transfer-Encoding: x\r\n" + te), 400);
        add("coding twice, second unknown", coded(te + "transfer-encoding: x\r\n"), 400);
        add("coding with a space before the colon", coded("Transfer-Encoding : chunked\r\n"), 400);
        add("coding with a tab before the colon", coded("Transfer-Encoding\t: chunked\r\n"), 400);
        add("coding folded", coded("Transfer-Encoding:\r\n chunked\r\n"), 400);
        add("coding after a bare LF", coded("X: y\nTransfer-Encoding: chunked\r\n"), 400);
        add("coding after a bare CR", coded("X: y\rTransfer-Encoding: chunked\r\n"), 400);
        add("coding with NUL in its name", coded("Transfer\u0000-Encoding: chunked\r\n"), 400);
        add("coding on HTTP/1.0", coded(te).replace("HTTP/1.1", "HTTP/1.0"), 505);
    }

    private void lineEnds() {
        add("bare LF everywhere", "GET /ping HTTP/1.1\nHost: a\n\n", 400);
        add("bare LF after the request line", "GET /ping HTTP/1.1\nHost: a\r\n\r\n", 400);
        add("bare LF after a field", "GET /ping HTTP/1.1\r\nHost: a\n\r\n", 400);
        add("bare LF at the end", "GET /ping HTTP/1.1\r\nHost: a\r\n\n", 400);
        add("bare CR everywhere", "GET /ping HTTP/1.1\rHost: a\r\r", 400);
        add("bare CR after the request line", "GET /ping HTTP/1.1\rHost: a\r\n\r\n", 400);
        add("bare CR in a value", get("X: a\rb\r\n"), 400);
        add("CR CR LF after a field", get("X: a\r\r\n"), 400);
        add("LF CR", "GET /ping HTTP/1.1\n\rHost: a\n\r\n\r", 400);
        add("CR LF LF", "GET /ping HTTP/1.1\r\nHost: a\r\n\n", 400);
        add("two empty lines before", "\r\n\r\nGET /ping HTTP/1.1\r\nHost: a\r\n\r\n", 400);
        add("a bare LF before", "\nGET /ping HTTP/1.1\r\nHost: a\r\n\r\n", 400);
        add("a bare CR before", "\rGET /ping HTTP/1.1\r\nHost: a\r\n\r\n", 400);
        add("a space before", " GET /ping HTTP/1.1\r\nHost: a\r\n\r\n", 400);
        add("next line (0x85) as end", "GET /ping HTTP/1.1\r\nHost: a\u0085\r\n\r\n", 400);
    }

    private void fields() {
        for (String field :
                List.of(
                        "X : y",
                        "X\t: y",
                        "X",
                        ":",
                        ": y",
                        " : y",
                        "X y: z",
                        "X\u0000: y",
                        "X\u007f: y",
                        "X\u0001: y",
                        "X\u00e9: y",
                        "X(y): z",
                        "X,y: z",
                        "X/y: z",
                        "X;y: z",
                        "X<y: z",
                        "X=y: z",
                        "X>y: z",
                        "X?y: z",
                        "X@y: z",
                        "X[y: z",
                        "X\\y: z",
                        "X]y: z",
                        "X{y: z",
                        "X}y: z",
                        "X\"y: z",
                        " X: y",
                        "\tX: y",
                        "X: y\r\n z",
                        "X: y\r\n\tz",
                        "X: y\r\n ",
                        "X\r\n: y",
                        "GET / HTTP/1.1",
                        "\u00ff")) {
            add("field '" + field + "'", get(field + "\r\n"), 400);
        }
        add("folded first line", "GET /ping HTTP/1.1\r\n " + HOST + "\r\n", 400);
    }

    private void characters() {
        for (int c = 0; c < 0x20; c++) {
            if (c != '\t' && c != '\r' && c != '\n') {
                add("0x%02x in a value".formatted(c), get("X: a" + (char) c + "b\r\n"), 400);
            }
        }
        add("DEL in a value", get("X: a\u007fb\r\n"), 400);
        add("NUL in a key", get("Authorization: Bearer a\u0000b\r\n"), 400);
        add("LF in a key", get("Authorization: Bearer a\nb\r\n"), 400);
    }

    private void hosts() {
        add("no host", "GET /ping HTTP/1.1\r\n\r\n", 400);
        add("no host but another field", "GET /ping HTTP/1.1\r\nX: y\r\n\r\n", 400);
        add("two hosts", get("Host: b\r\n"), 400);
        add("two hosts alike", get("host: a\r\n"), 400);
        for (String host :
                List.of(
                        "",
                        " ",
                        "a b",
                        "a/b",
                        "a@b",
                        "u:p@b",
                        "a:b",
                        "a:",
                        "a:1:2",
                        "a:-1",
                        "a:65536",
                        "a:99999999999",
                        "[::1",
                        "::1]",
                        "a,b",
                        "http://a",
                        "a?b",
                        "a#b",
                        "a\\b",
                        "<a>",
                        "a\u00e9",
                        "[a",
                        "[::1]x",
                        "[::1]:x",
                        ":80",
                        "a\"b",
                        "a^b",
                        "[zz]")) {
            add("host '" + host + "'", "GET /ping HTTP/1.1\r\nHost: " + host + "\r\n\r\n", 400);
        }
    }

    private void requestLines() {
        for (String line :
                List.of(
                        "",
                        " ",
                        "GET",
                        "GET ",
                        "GET /ping",
                        "GET /ping ",
                        "GET  /ping HTTP/1.1",
                        "GET /ping  HTTP/1.1",
                        "GET\t/ping HTTP/1.1",
                        "GET /ping\tHTTP/1.1",
                        "GET /ping HTTP/1.1 ",
                        "GET /ping HTTP/1.1\t",
                        "GET /ping HTTP/11",
                        "GET /ping HTTP/1",
                        "GET /ping HTTP/1.",
                        "GET /ping HTTP/.1",
                        "GET /ping HTTP/1.1x",
                        "GET /ping http/1.1",
                        "GET /ping Http/1.1",
                        "GET /ping HTTPS/1.1",
                        "GET /ping HTTP 1.1",
                        "GET /ping HTTP/1,1",
                        "GET /ping FTP/1.1",
                        "GET /ping 1.1",
                        "GET /ping x HTTP/1.1",
                        "/ping HTTP/1.1",
                        "G\u0000T /ping HTTP/1.1",
                        "G(T /ping HTTP/1.1",
                        "G:T /ping HTTP/1.1",
                        "G\u00e9T /ping HTTP/1.1",
                        "{\"model\":\"x\"}",
                        "GET /ping HTTP/01.1",
                        "GET /ping HTTP/1.01",
                        "GET /ping HTTP/-1.1",
                        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000",
                        "\"GET\" / HTTP/1.1")) {
            String name = line.isEmpty() ? "an empty line twice" : "request line '" + line + "'";
            add(name, line + "\r\n" + (line.isEmpty() ? "\r\n" : "") + HOST + "\r\n", 400);
        }
        for (String version :
                List.of("HTTP/1.0", "HTTP/0.9", "HTTP/1.2", "HTTP/2.0", "HTTP/3.0", "HTTP/9.9")) {
            add("version " + version, "GET /ping " + version + "\r\n" + HOST + "\r\n", 505);
        }
        add("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505);
        add("TRACE", "TRACE /ping HTTP/1.1\r\n" + HOST + "\r\n", 405);
        add("CONNECT", "CONNECT a:443 HTTP/1.1\r\n" + HOST + "\r\n", 405);
        add("CONNECT to a path", "CONNECT /ping HTTP/1.1\r\n" + HOST + "\r\n", 405);
        add("a method of 40 letters", "X".repeat(40) + " /ping HTTP/1.1\r\n" + HOST + "\r\n", 501);
    }

    private void targets() {
        for (String target :
                List.of(
                        "ping",
                        "?x",
                        "#x",
                        "/ping#x",
                        "*",
                        "a:80",
                        "/\u00e9",
                        "/\u0001",
                        "/\u007f",
                        "/ping\u0000",
                        "ftp://a/ping",
                        "file:///etc/passwd",
                        "http:/ping",
                        "http:ping",
                        "http://",
                        "http:///ping",
                        "http://b/ping",
                        "http://a:81/ping",
                        "https://b/ping",
                        "http://u@a/ping",
                        "http://a@b/ping",
                        "HTTP://b/ping",
                        "javascript:1",
                        "/%",
                        "/%zz",
                        "/ping%0",
                        "/ping?%zz",
                        "/\"",
                        "/<x>",
                        "/{x}",
                        "/\\x",
                        "/^",
                        "/`",
                        "/|")) {
            add("target '" + target + "'", "GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n", 400);
        }
    }

    private static String chunked(String body) {
        return post("Transfer-Encoding: chunked\r\n", body);
    }

    private void chunkSizes() {
        for (String size :
                List.of(
                        "",
                        " ",
                        "zz",
                        "-1f",
                        "+1f",
                        "0x1f",
                        "0X1F",
                        " 1f",
                        "\t1f",
                        "1f ",
                        "1f\t",
                        "1 f",
                        "1f,",
                        "1f;",
                        "1f; ",
                        "1f ;a",
                        "1f;=b",
                        "1f;a=",
                        "1f;a=\"b",
                        "1f;a=\"b\"c",
                        "1f;a=b c",
                        "1f;a\u0000",
                        "1f;a=\"\u0000\"",
                        "1f;\u00e9",
                        "1fg",
                        "1f.0",
                        "1_f",
                        "ffffffffffffffff",
                        "10000000000000001f",
                        "0000000000000000000000001f",
                        "7fffffffffffffff1",
                        "\u00001f",
                        "1f:a",
                        "'1f'",
                        "\"1f\"",
                        "1f;a==b",
                        "1f;a;",
                        "1f\u000b")) {
            add("chunk size '" + size + "'", chunked(size + "\r\n" + JSON + "\r\n0\r\n\r\n"), 400);
        }
    }

    private void chunkEnds() {
        String data = JSON + "\r\n0\r\n\r\n";
        add("LF after a chunk size", chunked("1f\n" + data), 400);
        add("CR after a chunk size", chunked("1f\r" + data), 400);
        add("CR CR LF after a chunk size", chunked("1f\r\r\n" + data), 400);
        add("LF within an extension", chunked("1f;a\n" + data), 400);
        add("no CRLF after a chunk", chunked("1f\r\n" + JSON + "0\r\n\r\n"), 400);
        add("LF after a chunk", chunked("1f\r\n" + JSON + "\n0\r\n\r\n"), 400);
        add("CR after a chunk", chunked("1f\r\n" + JSON + "\r0\r\n\r\n"), 400);
        add("two letters after a chunk", chunked("1f\r\n" + JSON + "xx0\r\n\r\n"), 400);
        add("a chunk too short", chunked("1e\r\n" + data), 400);
        add("a chunk too long", chunked("20\r\n" + data), 400);
        add("an empty line after a chunk", chunked("1f\r\n" + JSON + "\r\n\r\n0\r\n\r\n"), 400);
        add("LF at the last chunk", chunked("1f\r\n" + JSON + "\r\n0\n\n"), 400);
        add("LF at the end", chunked("1f\r\n" + JSON + "\r\n0\r\n\n"), 400);
        add("a long extension", chunked("1f;a=" + "b".repeat(20_000) + "\r\n" + data), 400);
        add("many extensions", chunked("1;a=b\r\nx\r\n".repeat(9_000)), 400);
        add("a chunk larger than a body", chunked("2000001\r\n"), 413);
        add("a chunk far larger", chunked("7fffffffffff\r\n"), 413);
        add("a chunk as large as an int", chunked("ffffffff\r\n"), 413);
    }

    private void trailers() {
        for (String trailer :
                List.of(
                        "Content-Length: 5",
                        "Transfer-Encoding: chunked",
                        "Host: b",
                        "content-length: 5",
                        "Trailer: x",
                        "Authorization: x",
                        "Content-Type: x",
                        "Content-Encoding: gzip",
                        "X : y",
                        "X",
                        " X: y",
                        "X: \u0000",
                        ": y",
                        "X: a\nb",
                        "X: a\rb")) {
            add(
                    "trailer '" + trailer + "'",
                    chunked("1f\r\n" + JSON + "\r\n0\r\n" + trailer + "\r\n\r\n"),
                    400);
        }
        add(
                "endless trailers",
                chunked("1f\r\n" + JSON + "\r\n0\r\n" + "X: y\r\n".repeat(20_000)),
                400);
    }

    private void followers() {
        String good = get("");
        add("garbage after a request", good + "garbage\r\n\r\n", 200, 400);
        add("garbage after a body", length(" 31") + "garbage\r\n", 200, 400);
        add(
                "garbage after the last chunk",
                chunked("1f\r\n" + JSON + "\r\n0\r\n\r\nx\r\n"),
                200,
                400);
        add("a body longer than said", length(" 31").replace(JSON, JSON + "{}\r\n"), 200, 400);
        add("good after bad", get("X : y\r\n") + good + good, 400);
        add("good after bad framing", post("Content-Length: x\r\n", "") + good, 400);
        add("good after a bad chunk", chunked("zz\r\n") + good, 400);
        add("good after a bad trailer", chunked("0\r\nHost: b\r\n\r\n") + good, 400);
        add("good after TRACE", "TRACE / HTTP/1.1\r\n" + HOST + "\r\n" + good, 405);
        add("good after HTTP/1.0", "GET / HTTP/1.0\r\n\r\n" + good, 505);
        add(
                "two good ones, one bad",
                good + good + "GET /ping HTTP/1.1\r\n\r\n" + good,
                200,
                200,
                400);
        add(
                "a request hidden by a length",
                coded("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n") + good,
                400);
    }

    private void sizes() {
        add(
                "a long request line",
                "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n" + HOST + "\r\n",
                414);
        add("an endless request line", "GET /" + "x".repeat(200_000), 414);
        add("an endless method", "x".repeat(200_000), 501);
        add("a large field", get("X: " + "y".repeat(100_000) + "\r\n"), 431);
        add("an endless field", "GET /ping HTTP/1.1\r\n" + HOST + "X: " + "y".repeat(200_000), 431);
        add("an endless field name", "GET /ping HTTP/1.1\r\n" + HOST + "y".repeat(200_000), 431);
        add("many fields", get("X: y\r\n".repeat(200)), 431);
        add("endless fields", "GET /ping HTTP/1.1\r\n" + HOST + "X: y\r\n".repeat(50_000), 431);
    }
}
