// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate for this machine and its key, made by the keytool of the JDK.
record TlsPair(Certificate certificate, byte[] key) {
    private static final String PASSWORD = "changeit";

    static TlsPair make(Path folder) {
        Path file = folder.resolve("keys.p12");
        try {
            Files.deleteIfExists(file);
            Process keytool =
                    new ProcessBuilder(
                                    Stream.concat(
                                                    Stream.of(keytool()),
                                                    Stream.of(arguments(file).split(" ")))
                                            .toList())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (keytool.waitFor() != 0) {
                throw new AssertionError("keytool failed");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD.toCharArray());
            }
            byte[] key = store.getKey("it", PASSWORD.toCharArray()).getEncoded();
            return new TlsPair(store.getCertificate("it"), key);
        } catch (IOException | GeneralSecurityException broken) {
            throw new AssertionError(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private static String keytool() {
        return Path.of(System.getProperty("java.home"), "bin/keytool").toString();
    }

    private static String arguments(Path file) {
        return "-genkeypair -alias it -keyalg RSA -keysize 2048 -dname CN=localhost"
                + " -ext san=dns:localhost,ip:127.0.0.1 -storetype PKCS12 -storepass "
                + PASSWORD
                + " -keystore "
                + file;
    }

    /// The lines of the key between its first and its last.
    List<String> keyLines() {
        return lines(key);
    }

    String keyPem() {
        return pem("PRIVATE KEY", key);
    }

    String certificatePem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException broken) {
            throw new AssertionError(broken);
        }
    }

    /// Believes this certificate alone.
    SSLContext trusting() {
        try {
            KeyStore known = KeyStore.getInstance("PKCS12");
            known.load(null, null);
            known.setCertificateEntry("it", certificate);
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(known);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException broken) {
            throw new AssertionError(broken);
        }
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(what, String.join("\n", lines(bytes)), what);
    }

    private static List<String> lines(byte[] bytes) {
        byte[] end = "\n".getBytes(StandardCharsets.US_ASCII);
        return new String(Base64.getMimeEncoder(64, end).encode(bytes), StandardCharsets.US_ASCII)
                .lines()
                .toList();
    }
}
