// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.vendors;

import dev.penstock.wire.Deviations;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A vendor whose servers speak OpenAI's formats, as its file describes it.
///
/// @param type the provider type
/// @param name for people
/// @param baseUrl what stands before the paths, or null when the operator must give it
/// @param credentialNeeded whether it answers nobody without a credential
/// @param authentication how the credential is sent
/// @param models the path of the list of models
/// @param chat the path of chat completions
/// @param embeddings where and how vectors are made, or null when they are not
/// @param completions the path of legacy completions, or null when there are none
/// @param maxTokensMember the member for the bound of the answer
/// @param endUserMember the member for the caller's own user
/// @param reasoningContent whether thinking is sent back as `reasoning_content`
/// @param deviations members of chat that are refused or called otherwise
/// @param requestId the answer's header with the vendor's id of the request
/// @param quirks what else is worth knowing, a sentence each
/// @param documentation where the vendor says so, or null
record VendorDescription(
        String type,
        String name,
        @Nullable URI baseUrl,
        boolean credentialNeeded,
        Authentication authentication,
        String models,
        String chat,
        @Nullable Embeddings embeddings,
        @Nullable String completions,
        String maxTokensMember,
        String endUserMember,
        boolean reasoningContent,
        Deviations deviations,
        String requestId,
        List<String> quirks,
        @Nullable String documentation) {

    VendorDescription {
        quirks = List.copyOf(quirks);
    }

    /// How a credential is sent.
    ///
    /// @param header in lower case
    /// @param prefix what stands before the credential, perhaps empty
    record Authentication(String header, String prefix) {}

    /// How vectors are made.
    ///
    /// @param path after the base URL
    /// @param base64 whether `encoding_format` is understood; otherwise the gateway makes base64
    ///     itself
    /// @param refused members that are left out and reported
    record Embeddings(String path, boolean base64, Set<String> refused) {
        Embeddings {
            refused = Set.copyOf(refused);
        }
    }
}
