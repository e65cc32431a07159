// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.Secret;
import dev.penstock.state.KeyDigest;
import dev.penstock.state.KeyDigests;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HMAC-SHA-256 of the SHA-256 of a key, under the pepper.
final class PepperedDigests implements KeyDigests {

    static final int PEPPER = 32;

    // Never used themselves: a copy costs less than the search for a provider and the pepper.
    private final MessageDigest hash;
    private final Mac mac;

    PepperedDigests(byte[] pepper) {
        try {
            hash = MessageDigest.getInstance("SHA-256");
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(pepper, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not available", e);
        }
    }

    @Override
    public KeyDigest digest(Secret key) {
        try {
            return peppered(
                    ((MessageDigest) hash.clone())
                            .digest(key.reveal().getBytes(StandardCharsets.UTF_8)));
        } catch (CloneNotSupportedException e) {
            throw uncopied(e);
        }
    }

    @Override
    public KeyDigest ofSha256(String sha256) {
        return peppered(HexFormat.of().parseHex(sha256));
    }

    private KeyDigest peppered(byte[] hashed) {
        try {
            return new KeyDigest(HexFormat.of().formatHex(((Mac) mac.clone()).doFinal(hashed)));
        } catch (CloneNotSupportedException e) {
            throw uncopied(e);
        }
    }

    private static IllegalStateException uncopied(CloneNotSupportedException cause) {
        return new IllegalStateException(
                "SHA-256 of this Java runtime cannot be copied; use the runtime's own provider",
                cause);
    }
}
