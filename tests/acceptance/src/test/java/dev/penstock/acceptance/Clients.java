// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import java.util.List;

/// All official clients, Node ones included.
final class Clients implements AutoCloseable {
    private final NodeDriver node = NodeDriver.start();
    private final List<Sdk> all =
            List.of(
                    new OpenAiJava(),
                    new AnthropicJava(),
                    node.sdk("openai", Dialect.OPENAI),
                    node.sdk("anthropic", Dialect.ANTHROPIC),
                    node.sdk("anthropic-0", Dialect.ANTHROPIC));

    List<Sdk> all() {
        return all;
    }

    /// One client per format, for what does not depend on the client.
    List<Sdk> onePerFormat() {
        return all.subList(0, 2);
    }

    NodeDriver node() {
        return node;
    }

    @Override
    public void close() {
        node.close();
    }
}
