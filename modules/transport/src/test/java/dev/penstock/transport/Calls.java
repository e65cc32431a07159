// SPDX-License-Identifier: Apache-2.0
package dev.penstock.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.spi.Timeouts;
import dev.penstock.spi.UpstreamRequest;
import dev.penstock.spi.UpstreamResponse;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;

/// What the tests of this package ask and how they read answers.
final class Calls {

    static final Duration SOON = Duration.ofSeconds(10);

    private Calls() {}

    static Http1UpstreamClient client() {
        return client(new AddressGuard(true));
    }

    static Http1UpstreamClient client(AddressGuard guard) {
        return new Http1UpstreamClient(new Dialer(new NameLookup(), guard, TlsLayer.system()));
    }

    static Timeouts timeouts(Duration firstByte, Duration idle, Duration total) {
        return new Timeouts(SOON, firstByte, idle, total);
    }

    static UpstreamRequest post(URI origin, String path, Timeouts timeouts) {
        return post(origin, path, "{}".getBytes(StandardCharsets.UTF_8), timeouts);
    }

    static UpstreamRequest post(URI origin, String path) {
        return post(origin, path, timeouts(SOON, SOON, SOON));
    }

    static UpstreamRequest post(URI origin, String path, byte[] body, Timeouts timeouts) {
        return new UpstreamRequest(
                "POST",
                origin.resolve(path),
                Map.of("content-type", "application/json"),
                body,
                timeouts);
    }

    /// The whole body.
    static byte[] bytes(UpstreamResponse response) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[1000];
        for (int read = response.read(buffer, 0, 1000);
                read >= 0;
                read = response.read(buffer, 0, 1000)) {
            assertThat(read).isPositive();
            all.write(buffer, 0, read);
        }
        return all.toByteArray();
    }

    /// The whole body as text.
    static String text(UpstreamResponse response) {
        return new String(bytes(response), StandardCharsets.UTF_8);
    }

    /// What one read brings, as text.
    static String some(UpstreamResponse response) {
        byte[] buffer = new byte[1000];
        return new String(buffer, 0, response.read(buffer, 0, 1000), StandardCharsets.UTF_8);
    }

    /// The kind of failure that a call ends in.
    static Failure.ProviderKind kind(Callable<?> call) {
        FailureException failed = catchThrowableOfType(FailureException.class, call::call);
        assertThat(failed).as("the call fails").isNotNull();
        assertThat(failed.failure().message()).doesNotContain("127.0.0.1", "localhost");
        return ((Failure.Provider) failed.failure()).kind();
    }

    /// How long a call takes.
    static Duration time(Callable<?> call) {
        long began = System.nanoTime();
        try {
            call.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
