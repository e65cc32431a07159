// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/// Adds a provider.
@CommandLine.Command(
        name = "add",
        description = {
            "Add a provider.",
            "Its API key is read from standard input or the environment, never from the",
            "command line, where others could see it."
        })
final class ProviderAddCommand implements Callable<Integer> {

    private static final int LONGEST_SECRET = 10_000;

    private final PenstockCommand root;

    @CommandLine.Mixin private AdminOptions admin = new AdminOptions();

    @CommandLine.Parameters(
            paramLabel = "UID",
            description = "Its name, which callers write before a / and the model.")
    private String uid = "";

    @CommandLine.Option(
            names = "--type",
            required = true,
            paramLabel = "TYPE",
            description = "openai, anthropic, google, openai_chat, or what a plugin adds.")
    private String type = "";

    @CommandLine.Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "Where it is, when not at the type's own place.")
    private @Nullable String baseUrl;

    @CommandLine.ArgGroup private @Nullable ApiKey apiKey;

    @CommandLine.Option(
            names = "--option",
            paramLabel = "NAME=VALUE",
            description = "A further setting of the type.")
    private Map<String, String> options = new LinkedHashMap<>();

    @CommandLine.Option(
            names = "--passes-unknown-names",
            description = "Ask it for names that nothing else resolves.")
    private boolean passesUnknownNames;

    @CommandLine.Option(names = "--disabled", description = "Let no calls go to it yet.")
    private boolean disabled;

    @CommandLine.Option(
            names = "--test",
            description = "Ask it for its models first, and add it only if it answers.")
    private boolean test;

    /// Where the API key is read from.
    static final class ApiKey {
        @CommandLine.Option(
                names = "--api-key-stdin",
                description = "Read its API key from standard input.")
        private boolean input;

        @CommandLine.Option(
                names = "--api-key-env",
                paramLabel = "NAME",
                description = "Read its API key from this environment variable.")
        private @Nullable String variable;
    }

    ProviderAddCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        AdminClient client = admin.client(root.surroundings.environment());
        Map<String, Object> body = body();
        if (test) {
            root.say(ProviderTestCommand.sentence(client.post("/providers/probe", body)));
        }
        JsonNode made = client.post("/providers", body);
        root.say("Provider '" + uid + "' is added with id " + made.path("id").asString("") + ".");
        return 0;
    }

    private Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("uid", uid);
        body.put("type", type);
        if (baseUrl != null) {
            body.put("base_url", baseUrl);
        }
        if (apiKey != null) {
            body.put("api_key", secret(apiKey));
        }
        if (!options.isEmpty()) {
            body.put("options", options);
        }
        if (passesUnknownNames) {
            body.put("passes_unknown_names", true);
        }
        if (disabled) {
            body.put("enabled", false);
        }
        return body;
    }

    private String secret(ApiKey from) {
        String text =
                from.input || from.variable == null
                        ? read()
                        : root.surroundings.environment().getOrDefault(from.variable, "");
        if (text.isBlank()) {
            throw new CommandFailure(
                    from.variable == null
                            ? "standard input holds no API key"
                            : "the environment variable " + from.variable + " holds no API key");
        }
        return text.strip();
    }

    private String read() {
        try {
            return new String(
                    root.surroundings.in().readNBytes(LONGEST_SECRET), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
