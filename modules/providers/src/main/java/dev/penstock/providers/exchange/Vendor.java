// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.exchange;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.Secret;
import dev.penstock.inference.Task;
import dev.penstock.inference.WireFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How a vendor wants to be talked to. All header names are in lower case.
///
/// @param surfaces the formats it speaks, one surface for each; the first is that of the list of
///     models, other tasks than conversations go to the first that has them
/// @param modelsPath after the base URL, with query
/// @param needsCredential whether it answers nobody without one
/// @param authentication the headers that carry the credential
/// @param headers what every request carries unless a caller's own header takes its place
/// @param clientRequestId the header in which it takes the caller's id of a request, or null
/// @param requestId the answer's header with the vendor's id of the request
/// @param shown the answer's headers that callers may see
/// @param translation the format, one of the surfaces', into which a conversation of a foreign format
///     is translated
public record Vendor(
        List<Surface> surfaces,
        String modelsPath,
        boolean needsCredential,
        Function<Secret, Map<String, String>> authentication,
        Map<String, String> headers,
        @Nullable String clientRequestId,
        String requestId,
        Set<String> shown,
        Function<ChatRequest, WireFormat> translation) {

    /// A vendor that gets every translated conversation in the format of its first surface.
    public Vendor(
            List<Surface> surfaces,
            String modelsPath,
            boolean needsCredential,
            Function<Secret, Map<String, String>> authentication,
            Map<String, String> headers,
            @Nullable String clientRequestId,
            String requestId,
            Set<String> shown) {
        this(
                surfaces,
                modelsPath,
                needsCredential,
                authentication,
                headers,
                clientRequestId,
                requestId,
                shown,
                _ -> surfaces.getFirst().format());
    }

    public Vendor {
        surfaces = List.copyOf(surfaces);
        if (surfaces.isEmpty()) {
            throw new IllegalArgumentException("a vendor without a surface; name one at least");
        }
    }

    /// What can be asked of it in words for a model.
    Set<Task> tasks() {
        return surfaces.stream()
                .map(surface -> surface.format().task())
                .collect(Collectors.toUnmodifiableSet());
    }
}
