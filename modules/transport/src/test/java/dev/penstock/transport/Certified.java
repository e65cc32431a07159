// SPDX-License-Identifier: Apache-2.0
package dev.penstock.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Certificates of one authority, made by the JDK's own tool.
///
/// @param made one entry for each server, by name, and `ca`
record Certified(KeyStore made) {

    private static final String PASSWORD = "changeit";

    /// Makes a certificate for `good.example`, one for `other.example`, and one for `old.example`
    /// that has expired.
    static Certified in(Path folder) throws Exception {
        Path file = folder.resolve("all.p12");
        keytool(folder, file, "-alias ca -dname CN=ca -ext bc:c -validity 100");
        leaf(folder, file, "good.example", "-validity 10");
        leaf(folder, file, "other.example", "-validity 10");
        leaf(folder, file, "old.example", "-startdate -3d -validity 1");
        KeyStore made = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            made.load(in, PASSWORD.toCharArray());
        }
        return new Certified(made);
    }

    private static void leaf(Path folder, Path file, String name, String life) throws Exception {
        keytool(
                folder,
                file,
                "-alias %s -signer ca -dname CN=%s -ext SAN=dns:%s %s"
                        .formatted(name, name, name, life));
    }

    private static void keytool(Path folder, Path file, String options) throws Exception {
        Path log = folder.resolve("keytool.log");
        String fixed =
                "-genkeypair -keyalg EC -storetype PKCS12 -storepass " + PASSWORD + " -keystore ";
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of((fixed + file + " " + options).split(" ", -1)));
        Process tool =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        assertThat(tool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(tool.exitValue()).as(Files.readString(log)).isZero();
    }

    /// For a server that shows the certificate of that name.
    SSLContext server(String name) throws Exception {
        char[] password = PASSWORD.toCharArray();
        KeyStore shown = empty();
        shown.setKeyEntry(
                name, made.getKey(name, password), password, made.getCertificateChain(name));
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(shown, password);
        SSLContext server = SSLContext.getInstance("TLS");
        server.init(own.getKeyManagers(), null, null);
        return server;
    }

    /// For clients that trust the authority.
    SSLContext trust() throws Exception {
        KeyStore trusted = empty();
        trusted.setCertificateEntry("ca", made.getCertificate("ca"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, trust.getTrustManagers(), null);
        return client;
    }

    private static KeyStore empty() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
