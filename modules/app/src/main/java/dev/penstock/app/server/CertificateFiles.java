// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import dev.penstock.app.settings.Exposure;
import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.Tls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/// A certificate and its key, as they lie in their files.
final class CertificateFiles {

    private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

    private final Exposure.TlsFiles files;

    CertificateFiles(Exposure.TlsFiles files) {
        this.files = files;
    }

    /// A pair that was read and fits.
    ///
    /// @param tls what a listener takes
    /// @param print differs when one of the files has another content
    /// @param leaf the certificate that callers are shown
    record Pair(Tls tls, String print, X509Certificate leaf) {}

    /// Reads both files.
    ///
    /// @throws StartException with a sentence that names the file and what is wrong
    Pair read() {
        String print = print();
        List<X509Certificate> chain =
                part(files.certificate(), "a PEM certificate chain", this::chain);
        PrivateKey key =
                part(
                        files.privateKey(),
                        "a PEM private key (PKCS#8, RSA or EC, not encrypted)",
                        this::key);
        X509Certificate leaf = chain.getFirst();
        if (!fit(key, leaf.getPublicKey())) {
            throw new StartException(
                    "the private key in "
                            + files.privateKey()
                            + " is not that of the first certificate in "
                            + files.certificate()
                            + "; name the pair that belongs together");
        }
        Tls tls =
                Tls.builder()
                        .privateKey(key)
                        .privateKeyCertChain(chain)
                        .enabledProtocols(VERSIONS)
                        .build();
        return new Pair(tls, print, leaf);
    }

    /// Differs when one of the files has another content.
    ///
    /// @throws StartException when one cannot be read
    String print() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : List.of(files.certificate(), files.privateKey())) {
                digest.update(MessageDigest.getInstance("SHA-256").digest(bytes(file)));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new StartException(
                    file + " cannot be read; check that it is a file and its permissions", e);
        }
    }

    private List<X509Certificate> chain() {
        return Keys.builder()
                .pem(pem -> pem.certChain(Resource.create(files.certificate())))
                .build()
                .certChain();
    }

    // Tools write notes above the key, which the reader would take for its kind.
    private PrivateKey key() {
        String text = new String(bytes(files.privateKey()), StandardCharsets.ISO_8859_1);
        int begin = Math.max(0, text.indexOf("-----BEGIN"));
        return Keys.builder()
                .pem(pem -> pem.key(Resource.create("private key", text.substring(begin))))
                .build()
                .privateKey()
                .orElseThrow(() -> new IllegalArgumentException("it holds no key"));
    }

    private static <T> T part(Path file, String what, Supplier<T> reader) {
        try {
            T part = reader.get();
            if (!(part instanceof List<?> list) || !list.isEmpty()) {
                return part;
            }
        } catch (RuntimeException e) {
            throw new StartException(file + " cannot be used: it must hold " + what, e);
        }
        throw new StartException(file + " cannot be used: it must hold " + what);
    }

    private static boolean fit(PrivateKey key, PublicKey certified) {
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        try {
            byte[] words = {1, 2, 3};
            Signature signature = Signature.getInstance(algorithm(key));
            signature.initSign(key);
            signature.update(words);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(words);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static String algorithm(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }
}
