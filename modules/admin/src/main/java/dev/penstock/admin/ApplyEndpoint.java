// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.state.User;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/// What is configured, as a file: applied whole or not at all, and written.
final class ApplyEndpoint implements Endpoint {

    private static final String JSON = "application/json";
    private static final String YAML = "application/yaml";
    private static final List<String> COMMENT =
            List.of(
                    "What is configured, for 'penstock apply'. Secrets are not in it: each ${env:NAME} is"
                            + " to be",
                    "set where this is applied, or may be a ${file:PATH}; without its line, the secret that"
                            + " is",
                    "there stays. Keys are not in it either: one that is not there yet is issued.");
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

    private final AdminParts parts;

    ApplyEndpoint(AdminParts parts) {
        this.parts = parts;
    }

    /// What a file changed, or would.
    ///
    /// @param dryRun whether nothing was done
    /// @param changes in the order in which they are made
    /// @param unchanged how many things of the file are as it says already
    /// @param keys that were issued, shown this once
    record Applied(boolean dryRun, List<PlannedChange> changes, int unchanged, List<Issued> keys) {}

    /// A new key.
    record Issued(UUID id, String name, String key, @Nullable Instant expires) {}

    @Override
    public String part() {
        return "apply";
    }

    @Override
    public void register(Routes routes) {
        routes.add(Method.POST, "/apply", User.Role.ADMIN, this::apply);
        routes.add(Method.GET, "/export", User.Role.ADMIN, this::export);
    }

    private Reply apply(Exchange exchange, Principal principal) {
        boolean dryRun = flag(exchange, "dry_run");
        boolean prune = flag(exchange, "prune");
        Exchange.Content content = exchange.content(YAML, JSON);
        try {
            DeclarativeFile file =
                    DeclarativeFile.read(
                            content.bytes(),
                            content.type().equals(JSON)
                                    ? DeclarativeFile.Format.JSON
                                    : DeclarativeFile.Format.YAML);
            return Reply.ok(new Application(parts).apply(file, principal.actor(), dryRun, prune));
        } catch (FileMistakesException e) {
            throw Problem.invalid(
                    e.mistakes().stream()
                            .map(m ->
                                    new Problem.Mistake(
                                            m.pointer(), m.message(), m.line(), m.column()))
                            .toList());
        }
    }

    private Reply export(Exchange exchange, Principal principal) {
        Map<String, Object> tree =
                new DeclaredExport(
                                parts.store().catalog().current(),
                                principal.user().organisation(),
                                parts.clock().instant())
                        .tree();
        boolean json =
                exchange.header(HeaderNames.ACCEPT)
                        .filter(accept -> accept.contains(JSON) && !accept.contains(YAML))
                        .isPresent();
        return json
                ? Reply.ok(new Reply.Document(MAPPER.writeValueAsBytes(tree)))
                : Reply.ok(
                        new Written(
                                YAML,
                                YamlWriter.write(COMMENT, tree).getBytes(StandardCharsets.UTF_8)));
    }

    private static boolean flag(Exchange exchange, String name) {
        return exchange.query(name)
                .map(value ->
                        switch (value) {
                            case "true" -> true;
                            case "false" -> false;
                            default ->
                                    throw Problem.badRequest(
                                            "'"
                                                    + name
                                                    + "' is '"
                                                    + value
                                                    + "' but must be true or false");
                        })
                .orElse(false);
    }
}
