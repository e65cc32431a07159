// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.Secret;
import dev.penstock.state.StateException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Seals what must not be readable in the database: AES-256-GCM with a random nonce, bound to the
/// place where it stands, and marked with the key that sealed it.
///
/// A sealed value is a version byte, eight bytes that name the key, twelve of nonce, and the
/// ciphertext with its tag.
final class MasterKey {

    static final int LENGTH = 32;

    private static final byte VERSION = 1;
    private static final int ID = 8;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int HEAD = 1 + ID + NONCE;

    private final SecretKeySpec key;
    private final byte[] id;
    private final RandomGenerator random;

    MasterKey(byte[] bytes, RandomGenerator random) {
        if (bytes.length != LENGTH) {
            throw new StateException(
                    StateException.Kind.UNUSABLE,
                    "the master key has "
                            + bytes.length
                            + " bytes but must have 32; make one with: openssl rand -base64 32");
        }
        this.key = new SecretKeySpec(bytes, "AES");
        this.id = name(bytes);
        this.random = random;
    }

    /// The key of a base64 text.
    ///
    /// @param where it comes from, for the message
    static MasterKey of(Secret text, String where, RandomGenerator random) {
        try {
            return new MasterKey(Base64.getDecoder().decode(text.reveal().strip()), random);
        } catch (IllegalArgumentException e) {
            // The decoder's message quotes a character of the key.
            throw new StateException(
                    StateException.Kind.UNUSABLE,
                    "the master key in "
                            + where
                            + " is not base64; it must be 32 bytes in base64, as made by:"
                            + " openssl rand -base64 32");
        }
    }

    /// Whether this key sealed a value.
    boolean sealed(byte[] value) {
        return value.length > 1 + ID && Arrays.equals(id, 0, ID, value, 1, 1 + ID);
    }

    /// Names the key: a part of a digest, which gives nothing away.
    String id() {
        return HexFormat.of().formatHex(id);
    }

    /// Names the key that sealed a value; empty when it is no sealed value.
    static String idOf(byte[] value) {
        return value.length > 1 + ID && value[0] == VERSION
                ? HexFormat.of().formatHex(value, 1, 1 + ID)
                : "";
    }

    /// Whether another key is the same.
    boolean same(MasterKey other) {
        return Arrays.equals(id, other.id);
    }

    /// Seals a value.
    ///
    /// @param place organisation, table, row and column; must be the same when it is opened
    byte[] seal(byte[] plain, String place) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = Arrays.copyOf(new byte[] {VERSION}, HEAD);
            System.arraycopy(id, 0, sealed, 1, ID);
            System.arraycopy(nonce, 0, sealed, 1 + ID, NONCE);
            byte[] ciphertext = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(plain);
            byte[] whole = Arrays.copyOf(sealed, HEAD + ciphertext.length);
            System.arraycopy(ciphertext, 0, whole, HEAD, ciphertext.length);
            return whole;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not available", e);
        }
    }

    /// Opens a sealed value.
    ///
    /// @throws StateException UNUSABLE when it was sealed with another key, for another place, or
    ///     changed since
    byte[] open(byte[] sealed, String place) {
        if (sealed.length < HEAD + TAG_BITS / 8 || sealed[0] != VERSION) {
            throw damaged(place, null);
        }
        if (!Arrays.equals(id, 0, ID, sealed, 1, 1 + ID)) {
            throw new StateException(
                    StateException.Kind.UNUSABLE,
                    "the master key is not the one that this data was encrypted with (id "
                            + idOf(sealed)
                            + "); set PENSTOCK_MASTER_KEY, or put back the file master.key, as it was."
                            + " To change to another key, name the one before in"
                            + " PENSTOCK_PREVIOUS_MASTER_KEYS, start, and run: penstock rekey"
                            + " --online");
        }
        try {
            byte[] nonce = Arrays.copyOfRange(sealed, 1 + ID, HEAD);
            return cipher(Cipher.DECRYPT_MODE, nonce, place)
                    .doFinal(sealed, HEAD, sealed.length - HEAD);
        } catch (GeneralSecurityException e) {
            throw damaged(place, e);
        }
    }

    /// Where a value stands, to be bound to it.
    static String place(String organisation, String table, String row, String column) {
        return String.join("/", organisation, table, row, column);
    }

    private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static StateException damaged(String place, @Nullable Throwable cause) {
        String message =
                "the encrypted value at "
                        + place
                        + " was changed or moved in the database; restore a backup, or remove the"
                        + " row and enter the secret again";
        return cause == null
                ? new StateException(StateException.Kind.UNUSABLE, message)
                : new StateException(StateException.Kind.UNUSABLE, message, cause);
    }

    private static byte[] name(byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("penstock master key ".getBytes(StandardCharsets.US_ASCII));
            return Arrays.copyOf(digest.digest(bytes), ID);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }
}
