// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.Secret;
import dev.penstock.state.KeyDigest;
import dev.penstock.state.KeyDigests;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HMAC-SHA-256 of the SHA-256 of a key, under the pepper.
final class PepperedDigests implements KeyDigests {

    static final int PEPPER = 32;

    private final SecretKeySpec pepper;

    PepperedDigests(byte[] pepper) {
        this.pepper = new SecretKeySpec(pepper, "HmacSHA256");
    }

    @Override
    public KeyDigest digest(Secret key) {
        try {
            return peppered(
                    MessageDigest.getInstance("SHA-256")
                            .digest(key.reveal().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }

    @Override
    public KeyDigest ofSha256(String sha256) {
        return peppered(HexFormat.of().parseHex(sha256));
    }

    private KeyDigest peppered(byte[] hash) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(pepper);
            return new KeyDigest(HexFormat.of().formatHex(mac.doFinal(hash)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not available", e);
        }
    }
}
