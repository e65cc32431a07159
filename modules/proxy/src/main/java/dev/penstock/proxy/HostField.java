// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

/// The rules of a `Host` value: a name or an address, and perhaps a port.
final class HostField {

    private HostField() {}

    /// Refuses what is not a host.
    static void check(byte[] bytes, int from, int to) {
        int end =
                from < to && bytes[from] == '[' ? literal(bytes, from, to) : name(bytes, from, to);
        if (end == from || !port(bytes, end, to)) {
            throw Misframed.bad("the host header is not a host with an optional port");
        }
    }

    private static int name(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && (letterOrDigit(bytes[i]) || "-._~%".indexOf(bytes[i]) >= 0)) {
            i++;
        }
        return i;
    }

    private static int literal(byte[] bytes, int from, int to) {
        int i = from + 1;
        while (i < to && (hex(bytes[i]) || bytes[i] == ':' || bytes[i] == '.')) {
            i++;
        }
        return i < to && i > from + 2 && bytes[i] == ']' ? i + 1 : from;
    }

    private static boolean port(byte[] bytes, int from, int to) {
        if (from == to) {
            return true;
        }
        int value = 0;
        for (int i = from + 1; i < to && value <= 0xffff; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
            value = value * 10 + bytes[i] - '0';
        }
        return bytes[from] == ':' && from + 1 < to && value <= 0xffff;
    }

    private static boolean letterOrDigit(byte b) {
        int c = FieldLine.lower(b);
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    private static boolean hex(byte b) {
        return Character.digit(b, 16) >= 0;
    }
}
