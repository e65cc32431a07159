// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

/// Reads the head of a request in one pass over its bytes and decides where its body ends, before
/// anyone else may have an opinion on that (RFC 9112, sections 2 to 6). What is only nearly HTTP/1.1
/// is refused. Fed with more of the same head until it is complete; lines already read, and bytes
/// of an unfinished line in which there was no end, are not looked at again.
final class HeadScanner {

    private static final int MOST_DIGITS = 18;

    final RequestLine requestLine = new RequestLine();
    private final FieldLine field = new FieldLine();
    private final EdgeSettings limits;

    private int start;
    private int at;
    private int searched;
    private int lines;
    private boolean skipped;
    private boolean ended;

    private long length;
    private boolean lengthSeen;
    private boolean codingSeen;
    private boolean hostSeen;
    private int hostStart;
    private int hostEnd;

    HeadScanner(EdgeSettings limits) {
        this.limits = limits;
    }

    void begin(int from) {
        start = from;
        at = from;
        searched = from;
        lines = 0;
        skipped = false;
        ended = false;
        length = 0;
        lengthSeen = false;
        codingSeen = false;
        hostSeen = false;
        requestLine.begin(from);
    }

    /// Reads on.
    ///
    /// @param bytes all of the head that has come, at the same places as before
    /// @return where the head ends, or [FieldLine#MORE]
    /// @throws Misframed when this cannot become a request
    int scan(byte[] bytes, int limit) {
        while (!ended) {
            int next = searched > at && !hasEnd(bytes, limit) ? FieldLine.MORE : line(bytes, limit);
            if (next == FieldLine.MORE) {
                searched = limit;
                checkSize(limit);
                return FieldLine.MORE;
            }
            checkSize(next);
            at = next;
            searched = next;
        }
        checkHead(bytes);
        return at;
    }

    private boolean hasEnd(byte[] bytes, int limit) {
        for (int i = searched; i < limit; i++) {
            if (bytes[i] == '\n') {
                return true;
            }
        }
        return false;
    }

    private void checkSize(int to) {
        if (lines == 0 && to - start > limits.maxRequestLine()) {
            throw Misframed.of(414, "the request line is too long");
        }
        if (to - start > limits.maxHead()) {
            throw Misframed.of(431, "the request headers are too large");
        }
    }

    private int line(byte[] bytes, int limit) {
        if (at < limit && bytes[at] == '\r' && (lines > 0 || !skipped)) {
            return empty(bytes, limit);
        }
        if (lines == 0) {
            int next = requestLine.read(bytes, limit, limits.maxRequestLine());
            if (next != FieldLine.MORE) {
                lines = 1;
            }
            return next;
        }
        int next = field.read(bytes, at, limit);
        if (next != FieldLine.MORE) {
            if (lines++ > limits.maxFields()) {
                throw Misframed.of(431, "the request has too many headers");
            }
            known(bytes);
        }
        return next;
    }

    // The end of the head, or one empty line before a request, which is forgiven (section 2.2).
    private int empty(byte[] bytes, int limit) {
        if (at + 1 == limit) {
            return FieldLine.MORE;
        }
        if (bytes[at + 1] != '\n') {
            throw Misframed.bad("a line ends with CR alone; it must end with CR LF");
        }
        if (lines == 0) {
            skipped = true;
            start = at + 2;
            requestLine.begin(start);
        } else {
            ended = true;
        }
        return at + 2;
    }

    private void known(byte[] bytes) {
        switch (field.nameEnd - field.from) {
            case 4 -> {
                if (field.named(bytes, "host")) {
                    host(bytes);
                }
            }
            case 14 -> {
                if (field.named(bytes, "content-length")) {
                    length(bytes);
                }
            }
            case 17 -> {
                if (field.named(bytes, "transfer-encoding")) {
                    coding(bytes);
                }
            }
            default -> {
                // Of no concern here.
            }
        }
    }

    private void host(byte[] bytes) {
        if (hostSeen) {
            throw Misframed.bad("there are two host headers");
        }
        hostSeen = true;
        hostStart = field.valueStart;
        hostEnd = field.valueEnd;
        HostField.check(bytes, hostStart, hostEnd);
    }

    private void length(byte[] bytes) {
        int digits = field.valueEnd - field.valueStart;
        if (lengthSeen) {
            throw Misframed.bad("there are two content-length headers");
        }
        lengthSeen = true;
        for (int i = field.valueStart; i < field.valueEnd; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || digits > MOST_DIGITS + 1) {
                throw Misframed.bad("the content-length is not a number");
            }
            length = length * 10 + digit;
        }
        if (digits == 0 || length < 0) {
            throw Misframed.bad("the content-length is not a number");
        }
    }

    private void coding(byte[] bytes) {
        if (codingSeen) {
            throw Misframed.bad("there are two transfer-encoding headers");
        }
        codingSeen = true;
        int from = field.valueStart;
        if (FieldLine.same(bytes, from, field.valueEnd, "chunked")) {
            return;
        }
        int last = field.valueEnd - "chunked".length();
        boolean chunkedLast = last > from && FieldLine.same(bytes, last, field.valueEnd, "chunked");
        boolean listed = chunkedLast && comma(bytes, from, last);
        if (listed && codings(bytes, from, last)) {
            throw Misframed.of(501, "no transfer-encoding but chunked is understood");
        }
        throw Misframed.bad("the transfer-encoding is not chunked");
    }

    private static boolean comma(byte[] bytes, int from, int to) {
        int i = to - 1;
        while (i > from && (bytes[i] == ' ' || bytes[i] == '\t')) {
            i--;
        }
        return i > from && bytes[i] == ',';
    }

    // Whether these are names of codings, and none of them chunked.
    private static boolean codings(byte[] bytes, int from, int to) {
        String list =
                new String(bytes, from, to - from, java.nio.charset.StandardCharsets.ISO_8859_1);
        for (String coding : list.split(",", -1)) {
            if (coding.strip().equalsIgnoreCase("chunked")) {
                return false;
            }
        }
        return true;
    }

    private void checkHead(byte[] bytes) {
        if (!hostSeen) {
            throw Misframed.bad("there is no host header");
        }
        if (lengthSeen && codingSeen) {
            throw Misframed.bad("both content-length and transfer-encoding are there; send one");
        }
        int length = requestLine.authorityEnd - requestLine.authorityStart;
        if (requestLine.authorityStart == 0) {
            return;
        }
        boolean same = length == hostEnd - hostStart;
        for (int i = 0; same && i < length; i++) {
            same =
                    FieldLine.lower(bytes[requestLine.authorityStart + i])
                            == FieldLine.lower(bytes[hostStart + i]);
        }
        if (!same) {
            throw Misframed.bad("the host header and the request target name different hosts");
        }
    }

    /// Where the request begins, behind an empty line that was forgiven.
    int start() {
        return start;
    }

    boolean chunked() {
        return codingSeen;
    }

    /// The length of a body that is not chunked.
    long length() {
        return length;
    }

    /// Whether the target is a whole URI.
    boolean absolute() {
        return requestLine.authorityStart > 0;
    }
}
