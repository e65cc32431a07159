// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import dev.penstock.inference.Secret;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/// The form of issued keys: `sk-pst-`, 32 characters of base 62 (190 bits), and 6 of checksum, so that
/// a mistyped key is recognised without a look-up and secret scanners find a leaked one.
public final class IssuedKey {

    /// What every issued key begins with.
    public static final String PREFIX = "sk-pst-";

    private static final String DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int BODY = 32;
    private static final int CHECK = 6;

    private IssuedKey() {}

    /// A new key.
    ///
    /// @param random must be cryptographically strong
    public static Secret generate(RandomGenerator random) {
        StringBuilder body = new StringBuilder(BODY);
        for (int i = 0; i < BODY; i++) {
            body.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return Secret.of(PREFIX + body + checksum(body.toString()));
    }

    /// Whether a text has the form of an issued key, checksum included.
    public static boolean wellFormed(String text) {
        if (text.length() != PREFIX.length() + BODY + CHECK || !text.startsWith(PREFIX)) {
            return false;
        }
        String body = text.substring(PREFIX.length(), PREFIX.length() + BODY);
        for (int i = 0; i < BODY; i++) {
            if (DIGITS.indexOf(body.charAt(i)) < 0) {
                return false;
            }
        }
        return text.endsWith(checksum(body));
    }

    /// The last four characters, which are stored and shown so that people can tell keys apart.
    public static String lastFour(Secret key) {
        String text = key.reveal();
        return text.substring(text.length() - 4);
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        long rest = crc.getValue();
        char[] digits = new char[CHECK];
        for (int i = CHECK - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (rest % DIGITS.length()));
            rest /= DIGITS.length();
        }
        return new String(digits);
    }
}
