// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import io.helidon.webserver.WebServer;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Looks at the files of a certificate again and again, and gives a listener the new pair when they
/// have changed: connections that are open stay as they are, new ones see the new certificate. A pair
/// that cannot be used, perhaps because it is just being written, is told in the log once and the old
/// one stays. Contents are compared, not times: links that are turned to other files count as well.
final class CertificateWatch implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(CertificateWatch.class.getName());

    private final CertificateFiles files;
    private final WebServer server;
    private final Duration interval;
    private final CountDownLatch over = new CountDownLatch(1);
    private String seen;

    private CertificateWatch(
            CertificateFiles files, String seen, WebServer server, Duration interval) {
        this.files = files;
        this.seen = seen;
        this.server = server;
        this.interval = interval;
    }

    /// Begins to look.
    ///
    /// @param seen the print of the pair that the server has
    /// @param interval between two looks
    static CertificateWatch start(
            CertificateFiles files, String seen, WebServer server, Duration interval) {
        CertificateWatch watch = new CertificateWatch(files, seen, server, interval);
        Thread.ofVirtual().name("penstock-certificate").start(watch::run);
        return watch;
    }

    private void run() {
        try {
            while (!over.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        String now = "unreadable";
        try {
            now = files.print();
            if (now.equals(seen)) {
                return;
            }
            CertificateFiles.Pair pair = files.read();
            server.reloadTls(pair.tls());
            now = pair.print();
            LOG.log(
                    Level.INFO,
                    "new connections get the certificate that is valid until "
                            + pair.leaf().getNotAfter().toInstant());
        } catch (RuntimeException e) {
            if (!now.equals(seen)) {
                LOG.log(Level.ERROR, "the certificate in use stays: " + e.getMessage());
            }
        }
        seen = now;
    }

    /// Ends the looking.
    @Override
    public void close() {
        over.countDown();
    }
}
