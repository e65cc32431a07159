// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.JsonText;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/// Writes one JSON document. `put` leaves a member out when its value is null; [#putNull] writes it.
/// Not safe for several threads.
final class JsonOut {

    // Characters outside the basic plane leave as two escapes: a lone surrogate, which models
    // do send, then stays what it was instead of ending the answer.
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .disable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    .build();

    private final ByteArrayOutputStream sink;
    private final JsonGenerator generator;

    JsonOut() {
        this(new ByteArrayOutputStream(512));
    }

    /// Writes behind what the sink already holds.
    JsonOut(ByteArrayOutputStream sink) {
        this.sink = sink;
        this.generator = FACTORY.createGenerator(ObjectWriteContext.empty(), sink);
    }

    /// Begins an object as the document or as an element.
    JsonOut object() {
        generator.writeStartObject();
        return this;
    }

    /// Begins an object as a member.
    JsonOut object(String name) {
        generator.writeName(name);
        generator.writeStartObject();
        return this;
    }

    /// Begins an array as the document or as an element.
    JsonOut array() {
        generator.writeStartArray();
        return this;
    }

    /// Begins an array as a member.
    JsonOut array(String name) {
        generator.writeName(name);
        generator.writeStartArray();
        return this;
    }

    /// Ends the object or array begun last.
    JsonOut end() {
        if (generator.streamWriteContext().inArray()) {
            generator.writeEndArray();
        } else {
            generator.writeEndObject();
        }
        return this;
    }

    JsonOut put(String name, @Nullable String value) {
        if (value != null) {
            generator.writeStringProperty(name, value);
        }
        return this;
    }

    JsonOut put(String name, long value) {
        generator.writeNumberProperty(name, value);
        return this;
    }

    JsonOut put(String name, @Nullable Long value) {
        return value == null ? this : put(name, value.longValue());
    }

    JsonOut put(String name, @Nullable Integer value) {
        return value == null ? this : put(name, value.longValue());
    }

    JsonOut put(String name, @Nullable Double value) {
        if (value != null) {
            generator.writeNumberProperty(name, value.doubleValue());
        }
        return this;
    }

    JsonOut put(String name, @Nullable Boolean value) {
        if (value != null) {
            generator.writeBooleanProperty(name, value);
        }
        return this;
    }

    JsonOut put(String name, @Nullable JsonText value) {
        if (value != null) {
            generator.writeName(name);
            generator.writeRawValue(value.value());
        }
        return this;
    }

    /// Writes an array of strings, or nothing when the list is empty.
    JsonOut put(String name, List<String> values) {
        if (!values.isEmpty()) {
            array(name);
            values.forEach(this::add);
            end();
        }
        return this;
    }

    JsonOut putNull(String name) {
        generator.writeNullProperty(name);
        return this;
    }

    /// Writes a string, or null when there is none.
    JsonOut putOrNull(String name, @Nullable String value) {
        return value == null ? putNull(name) : put(name, value);
    }

    /// Writes an element.
    JsonOut add(String value) {
        generator.writeString(value);
        return this;
    }

    /// Writes an element.
    JsonOut add(JsonText value) {
        generator.writeRawValue(value.value());
        return this;
    }

    /// Writes an element.
    JsonOut add(float value) {
        generator.writeNumber(value);
        return this;
    }

    /// Completes the document; what the sink held before stays before it.
    void close() {
        generator.close();
    }

    /// Completes the document and returns all of the sink.
    byte[] bytes() {
        close();
        return sink.toByteArray();
    }
}
