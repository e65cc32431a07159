// SPDX-License-Identifier: Apache-2.0
package dev.penstock.transport;

import java.net.InetAddress;
import java.util.Arrays;

/// Decides on the address that is about to be connected to, so that no name, redirect or odd
/// spelling leads to where the gateway must not call: this host, private networks, the metadata
/// service of a cloud (IANA's special-purpose registries, RFC 6890).
///
/// @param privateAllowed whether everything is allowed
record AddressGuard(boolean privateAllowed) {

    boolean allows(InetAddress address) {
        return privateAllowed || isPublic(address.getAddress());
    }

    private static boolean isPublic(byte[] bytes) {
        return bytes.length == 4 ? isPublic4(bytes) : isPublic6(bytes);
    }

    private static boolean isPublic4(byte[] bytes) {
        int a = bytes[0] & 0xff;
        int b = bytes[1] & 0xff;
        int c = bytes[2] & 0xff;
        return switch (a) {
            case 0, 10, 127 -> false;
            case 100 -> b < 64 || b > 127;
            case 169 -> b != 254;
            case 172 -> b < 16 || b > 31;
            case 192 -> b != 168 && !(b == 0 && (c == 0 || c == 2)) && !(b == 88 && c == 99);
            case 198 -> b != 18 && b != 19 && !(b == 51 && c == 100);
            case 203 -> !(b == 0 && c == 113);
            default -> a < 224;
        };
    }

    /// Only global unicast, without the ranges that embed or tunnel an IPv4 address.
    private static boolean isPublic6(byte[] bytes) {
        int first = ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
        int second = ((bytes[2] & 0xff) << 8) | (bytes[3] & 0xff);
        if (first == 0x64 && second == 0xff9b) {
            return isPublic4(Arrays.copyOfRange(bytes, 12, 16));
        }
        if (first == 0x2002) {
            return isPublic4(Arrays.copyOfRange(bytes, 2, 6));
        }
        boolean special = first == 0x2001 && (second < 0x200 || second == 0xdb8);
        return (first & 0xe000) == 0x2000 && !special;
    }
}
