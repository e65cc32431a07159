// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.exchange;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes out of a provider's own words what is nobody's business: a provider may repeat the key it
/// refuses, or a proxy before it the host it could not reach.
///
/// @param secrets texts that must not be shown
record Discretion(List<String> secrets) {

    static Discretion about(@Nullable Secret credential, URI upstream) {
        List<String> secrets = new ArrayList<>();
        if (credential != null) {
            String key = credential.reveal();
            secrets.add(key);
            // As errors repeat it: in a URL, in a header of Basic authentication, in text of JSON.
            secrets.add(URLEncoder.encode(key, StandardCharsets.UTF_8));
            secrets.add(Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8)));
            secrets.add(key.replace("\\", "\\\\").replace("\"", "\\\""));
        }
        secrets.add(upstream.getRawAuthority());
        // A host of one short word would take ordinary words out of sentences.
        if (upstream.getHost().contains(".")) {
            secrets.add(upstream.getHost());
        }
        return new Discretion(List.copyOf(secrets));
    }

    FailureException keep(FailureException thrown) {
        Failure discreet = keep(thrown.failure());
        if (discreet.equals(thrown.failure())) {
            return thrown;
        }
        return new FailureException(discreet);
    }

    Failure keep(Failure failure) {
        return switch (failure) {
            case Failure.Provider f ->
                    new Failure.Provider(
                            f.kind(), without(f.message()), f.upstreamStatus(), f.retryAfter());
            case Failure.Caller f -> new Failure.Caller(f.kind(), without(f.message()), f.param());
            case Failure.Limit f -> f;
            case Failure.Gateway f -> f;
        };
    }

    /// A text without what must not be shown.
    String without(String message) {
        String rest = message;
        for (String secret : secrets) {
            rest = rest.replace(secret, "***");
        }
        return rest;
    }
}
