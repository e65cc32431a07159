// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import io.helidon.http.Headers;
import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.encoding.ContentEncodingContextConfig;

/// Shows request bodies as they came, whatever their encoding is said to be: an endpoint refuses it
/// with a 415 in its dialect, where the server would say 400. What concerns answers is untouched.
final class PlainBodies implements ContentEncodingContext {

    private final ContentEncodingContext answers;

    PlainBodies(ContentEncodingContext answers) {
        this.answers = answers;
    }

    @Override
    public boolean contentDecodingEnabled() {
        return true;
    }

    @Override
    public boolean contentDecodingSupported(String encoding) {
        return true;
    }

    @Override
    public ContentDecoder decoder(String encoding) {
        return ContentDecoder.NO_OP;
    }

    @Override
    public boolean contentEncodingEnabled() {
        return answers.contentEncodingEnabled();
    }

    @Override
    public boolean contentEncodingSupported(String encoding) {
        return answers.contentEncodingSupported(encoding);
    }

    @Override
    public ContentEncoder encoder(String encoding) {
        return answers.encoder(encoding);
    }

    @Override
    public ContentEncoder encoder(Headers headers) {
        return answers.encoder(headers);
    }

    @Override
    public ContentEncodingContextConfig prototype() {
        return answers.prototype();
    }
}
