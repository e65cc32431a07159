// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.exchange;

import dev.penstock.inference.Secret;
import dev.penstock.inference.WireFormat;
import dev.penstock.wire.Dialect;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How a vendor wants to be talked to. All header names are in lower case.
///
/// @param format the one format it speaks
/// @param dialect how it departs from the format's author
/// @param chatPath after the base URL
/// @param modelsPath after the base URL, with query
/// @param needsCredential whether it answers nobody without one
/// @param authentication the headers that carry the credential
/// @param headers what every request carries unless a caller's own header takes its place
/// @param passed the caller's headers that are sent on in the relay lane
/// @param clientRequestId the header in which it takes the caller's id of a request, or null
/// @param requestId the answer's header with the vendor's id of the request
/// @param shown the answer's headers that callers may see
public record Vendor(
        WireFormat format,
        Dialect dialect,
        String chatPath,
        String modelsPath,
        boolean needsCredential,
        Function<Secret, Map<String, String>> authentication,
        Map<String, String> headers,
        Set<String> passed,
        @Nullable String clientRequestId,
        String requestId,
        Set<String> shown) {}
