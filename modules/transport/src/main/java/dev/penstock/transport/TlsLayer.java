// SPDX-License-Identifier: Apache-2.0
package dev.penstock.transport;

import java.io.IOException;
import java.net.Socket;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// Puts TLS 1.2 or 1.3 over a connected socket. Certificate chain and host name are always verified.
///
/// @param context whom to trust
record TlsLayer(SSLContext context) {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /// Trusts whom the JDK trusts.
    static TlsLayer system() {
        try {
            return new TlsLayer(SSLContext.getDefault());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "no TLS is available; check the trust store settings of the Java runtime", e);
        }
    }

    /// Shakes hands.
    ///
    /// @throws javax.net.ssl.SSLException when the peer cannot be trusted or speaks no TLS
    Socket over(Socket raw, Origin origin) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(raw, origin.host(), origin.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }
}
