// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import java.util.List;
import java.util.Map;

/// Understands the error answers of providers that speak Google's format: an object, or an array of
/// one when a stream was asked for.
final class GeminiFailures {

    private GeminiFailures() {}

    /// See [ProviderCodec#failure].
    static Failure of(int status, Map<String, List<String>> headers, byte[] body) {
        return errorIn(body).failure(status, RetryAfter.of(headers));
    }

    private static GeminiFault errorIn(byte[] body) {
        GeminiFault found = GeminiFault.UNKNOWN;
        try (JsonIn in = JsonIn.provider(body, 0, body.length)) {
            if (in.isArray()) {
                in.array();
                if (!in.element()) {
                    return found;
                }
            }
            in.object();
            for (String name = in.member(); name != null; name = in.member()) {
                if (name.equals("error")) {
                    found = GeminiFault.read(in);
                } else {
                    in.skip();
                }
            }
        } catch (FailureException _) {
            // A page of some proxy in between, or a body that was cut: the status has to do.
        }
        return found;
    }
}
