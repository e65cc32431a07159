// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.TimeOrderedIds;
import dev.penstock.state.Actor;
import java.io.StringWriter;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The one place that writes who changed what, within the transaction of the change.
final class Audit {

    private static final JsonFactory JSON = new JsonFactory();

    private final InstantSource clock;
    private final TimeOrderedIds ids;

    Audit(InstantSource clock, TimeOrderedIds ids) {
        this.clock = clock;
        this.ids = ids;
    }

    /// A change to be written down.
    ///
    /// @param action such as `provider.add`
    /// @param subject the id of what was changed, or null
    /// @param before its members before, without secrets, or null when there was nothing
    /// @param after its members after, without secrets, or null when it is gone
    record Change(
            String action,
            @Nullable UUID subject,
            @Nullable Map<String, ?> before,
            @Nullable Map<String, ?> after) {}

    void write(Transaction transaction, Actor actor, Change change) throws SQLException {
        write(transaction, actor.organisation(), actor.user(), actor.name(), change);
    }

    /// A change of the gateway itself to what no organisation owns.
    void writeOwn(Transaction transaction, Change change) throws SQLException {
        write(transaction, null, null, "penstock", change);
    }

    private void write(
            Transaction transaction,
            @Nullable UUID organisation,
            @Nullable UUID user,
            String actor,
            Change change)
            throws SQLException {
        transaction.change(
                "audit.insert",
                Parameters.of("id", ids.next())
                        .and("organisation", organisation)
                        .and("at", clock.instant())
                        .and("user", user)
                        .and("actor", actor)
                        .and("action", change.action())
                        .and("subject", change.subject())
                        .and("before", json(change.before()))
                        .and("after", json(change.after())));
    }

    private static @Nullable String json(@Nullable Map<String, ?> members) {
        if (members == null) {
            return null;
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            members.forEach((name, value) -> {
                json.writeName(name);
                writeValue(json, value);
            });
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void writeValue(JsonGenerator json, @Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case Boolean flag -> json.writeBoolean(flag);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Collection<?> many -> {
                json.writeStartArray();
                many.forEach(element -> writeValue(json, element));
                json.writeEndArray();
            }
            default -> json.writeString(value.toString());
        }
    }
}
