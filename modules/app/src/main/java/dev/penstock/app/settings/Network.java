// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.settings;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Objects;

/// A range of addresses (CIDR, RFC 4632 and RFC 4291).
///
/// @param first an address of it; bits behind the prefix do not matter
/// @param prefix how many leading bits all its addresses share
public record Network(InetAddress first, int prefix) {

    public Network {
        Objects.requireNonNull(first);
        int most = first.getAddress().length * 8;
        if (prefix < 0 || prefix > most) {
            throw new IllegalArgumentException(
                    "the prefix is " + prefix + " but must be from 0 to " + most);
        }
    }

    /// Reads `10.0.0.0/8`, `2001:db8::/32` or a single address.
    ///
    /// @throws IllegalArgumentException with the rule; names are never looked up
    public static Network of(String text) {
        int slash = text.indexOf('/');
        try {
            InetAddress address =
                    InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int all = address.getAddress().length * 8;
            return new Network(
                    address, slash < 0 ? all : Integer.parseInt(text.substring(slash + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "must be addresses or ranges such as 10.0.0.0/8, 192.0.2.7 or fd00::/8", e);
        }
    }

    /// Whether an address lies in it.
    public boolean contains(InetAddress address) {
        byte[] mine = first.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        int whole = prefix / 8;
        if (!Arrays.equals(mine, 0, whole, other, 0, whole)) {
            return false;
        }
        int rest = prefix % 8;
        return rest == 0 || ((mine[whole] ^ other[whole]) & 0xFF) >> (8 - rest) == 0;
    }
}
