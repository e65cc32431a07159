// SPDX-License-Identifier: Apache-2.0
package dev.penstock.distribution;

import dev.penstock.kit.AnthropicUpstream;
import dev.penstock.kit.OpenAiUpstream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Runs the gateway as its users do, so that the JVM can keep what it has learned: the classes,
/// linked, and which methods are worth compiling.
final class Training {

    private static final Pattern KEY = Pattern.compile("Bearer (sk-pst-[A-Za-z0-9]+)");
    private static final Pattern TOKEN = Pattern.compile("/setup\\?token=([A-Za-z0-9._~-]+)");
    private static final Pattern MANAGEMENT = Pattern.compile("Management on (http://\\S+)");
    private static final int ROUNDS = 20;

    private final Installation installation;
    private final Path folder;

    /// @param folder for what is only needed meanwhile
    Training(Installation installation, Path folder) {
        this.installation = installation;
        this.folder = folder;
    }

    /// Makes the cache of an installation.
    void run() throws IOException {
        Paths.remove(folder);
        Files.createDirectories(folder);
        Path recorded = folder.resolve("recorded.aotconf");
        try {
            try (Server server =
                    serve("first.log", "-XX:AOTMode=record -XX:AOTConfiguration=" + recorded)) {
                use(server);
                stopped(server.stop(), server);
            }
            try (Server assembly =
                    start(
                            "cache.log",
                            "-XX:AOTMode=create -XX:AOTConfiguration="
                                    + recorded
                                    + " -XX:AOTCache="
                                    + installation.cache(),
                            "version")) {
                stopped(assembly.end(), assembly);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BuildException("the training was interrupted", e);
        }
        if (!Files.exists(installation.cache())) {
            throw new BuildException("the training made no cache; see " + folder);
        }
    }

    private static void stopped(int code, Server server) throws IOException {
        if (code != 0) {
            throw new BuildException(
                    "the gateway ended with " + code + " in training:\n" + server.printed());
        }
    }

    private Server serve(String log, String flags) throws IOException {
        return start(log, flags, "serve");
    }

    private Server start(String log, String flags, String command) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("HOST", "127.0.0.1");
        environment.put("PORT", "0");
        environment.put("PENSTOCK_MANAGEMENT_PORT", "0");
        environment.put("PENSTOCK_DATA", folder.resolve("data").toString());
        environment.put("PENSTOCK_JAVA_OPTS", flags);
        return Server.start(
                List.of(installation.launcher().toString(), command),
                environment,
                folder.resolve(log));
    }

    private static void use(Server server) throws IOException, InterruptedException {
        URI origin = server.origin();
        try (OpenAiUpstream openAi = OpenAiUpstream.start();
                AnthropicUpstream anthropic = AnthropicUpstream.start();
                Conversation talk = new Conversation(origin);
                Conversation management = new Conversation(URI.create(server.await(MANAGEMENT)))) {
            talk.ask("/ping");
            management.ask("/health/ready");
            talk.chats("demo/echo", server.await(KEY));
            String token = claim(talk, server.await(TOKEN));
            provider(talk, token, "openai", openAi.baseUrl(), openAi.key());
            provider(talk, token, "anthropic", anthropic.baseUrl(), anthropic.key());
            talk.post(
                    "/admin/v1/models",
                    token,
                    "{\"name\":\"house\",\"provider\":\"openai\",\"model\":\"gpt-4.1-mini\"}");
            String key =
                    talk.post("/admin/v1/keys", token, "{\"name\":\"training\",\"models\":[\"*\"]}")
                            .required("key")
                            .stringValue();
            // Often enough for the JVM to see which methods matter.
            for (int round = 0; round < ROUNDS; round++) {
                talk.chats("house", key);
                talk.chats("anthropic/claude-haiku-4-5", key);
            }
            talk.get("/v1/models", key);
            talk.ask("/v1/models");
            talk.ask("/setup");
            for (String list : new String[] {"providers", "models", "keys", "usage", "calls"}) {
                talk.get("/admin/v1/" + list, token);
            }
        }
    }

    private static String claim(Conversation talk, String setupToken)
            throws IOException, InterruptedException {
        return talk.post(
                        "/admin/v1/setup",
                        "",
                        """
                        {"token":"%s","email":"owner@example.com",\
                        "password":"correct horse battery staple","organisation":"Training"}\
                        """
                                .formatted(setupToken))
                .required("token")
                .stringValue();
    }

    private static void provider(
            Conversation talk, String token, String type, String url, String key)
            throws IOException, InterruptedException {
        String id =
                talk.post(
                                "/admin/v1/providers",
                                token,
                                """
                                {"uid":"%s","type":"%s","base_url":"%s","api_key":"%s"}\
                                """
                                        .formatted(type, type, url, key))
                        .required("id")
                        .stringValue();
        talk.post("/admin/v1/providers/" + id + "/probe", token, "");
    }
}
