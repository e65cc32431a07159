// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ByteRange;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.json.JsonFactory;

/// A cursor over one JSON document. It stands on a value; every reading method takes that value and
/// leaves the cursor on its last token, so loops nest without bookkeeping:
///
/// ```java
/// in.object();
/// for (String name = in.member(); name != null; name = in.member()) {
///     switch (name) {
///         case "model" -> model = in.string();
///         default -> in.skip();
///     }
/// }
/// ```
///
/// Every mistake is a [FailureException] that names the place. Not safe for several threads.
final class JsonIn implements AutoCloseable {

    private static final StreamReadConstraints LIMITS =
            StreamReadConstraints.builder()
                    .maxNestingDepth(JsonLimits.DEPTH)
                    .maxNameLength(JsonLimits.NAME_LENGTH)
                    .maxNumberLength(JsonLimits.NUMBER_LENGTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build();

    private static final JsonFactory LENIENT =
            JsonFactory.builder().streamReadConstraints(LIMITS).build();

    private static final JsonFactory STRICT =
            JsonFactory.builder()
                    .streamReadConstraints(LIMITS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private final byte[] source;
    private final int first;
    private final JsonFault fault;
    private final JsonParser parser;
    private int nameStart;

    private JsonIn(JsonFactory factory, byte[] source, int from, int to, JsonFault fault) {
        this.source = source;
        this.fault = fault;
        Utf8.refuseOtherEncodings(source, from, to, fault);
        // A byte order mark is taken off here, so that offsets mean one thing only.
        this.first = from + Utf8.markLength(source, from, to);
        this.parser = factory.createParser(ObjectReadContext.empty(), source, first, to - first);
        if (advance() == null) {
            throw fault.at("", "must be a JSON object but is empty");
        }
    }

    /// A caller's body: strict UTF-8, escapes that stand for characters, no duplicate member anywhere.
    static JsonIn strict(byte[] body) {
        return caller(STRICT, body);
    }

    /// A caller's body: strict UTF-8, escapes that stand for characters; the reader looks for duplicate
    /// members where it cares.
    static JsonIn shallow(byte[] body) {
        return caller(LENIENT, body);
    }

    private static JsonIn caller(JsonFactory factory, byte[] body) {
        Utf8.refuseMalformed(body, JsonFault.CALLER);
        int lone = Surrogates.lone(body);
        if (lone >= 0) {
            try (JsonIn in = new JsonIn(LENIENT, body, 0, body.length, JsonFault.CALLER)) {
                throw in.loneSurrogate(lone);
            }
        }
        return new JsonIn(factory, body, 0, body.length, JsonFault.CALLER);
    }

    /// Something a provider sent; of duplicate members the last one counts.
    static JsonIn provider(byte[] bytes, int offset, int length) {
        return new JsonIn(LENIENT, bytes, offset, offset + length, JsonFault.PROVIDER);
    }

    /// Something of this gateway's own that is known to be well formed, such as a captured value.
    static JsonIn captured(JsonText text) {
        byte[] bytes = text.value().getBytes(StandardCharsets.UTF_8);
        return new JsonIn(LENIENT, bytes, 0, bytes.length, JsonFault.CALLER);
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    boolean isString() {
        return parser.currentToken() == JsonToken.VALUE_STRING;
    }

    boolean isObject() {
        return parser.currentToken() == JsonToken.START_OBJECT;
    }

    boolean isArray() {
        return parser.currentToken() == JsonToken.START_ARRAY;
    }

    boolean isNumber() {
        JsonToken token = parser.currentToken();
        return token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
    }

    /// Enters an object; [#member] walks it.
    void object() {
        if (!isObject()) {
            throw fault("must be an object");
        }
    }

    /// Moves to the value of the next member of the object entered last.
    ///
    /// @return its name, or null after the last one
    @Nullable String member() {
        if (advance() != JsonToken.PROPERTY_NAME) {
            return null;
        }
        String name = parser.currentName();
        if (advance() == null) {
            throw fault.notJson(path(), null, null);
        }
        return name;
    }

    /// The same as [#member], and remembers where the name begins.
    @Nullable String placedMember() {
        if (advance() != JsonToken.PROPERTY_NAME) {
            return null;
        }
        nameStart = start();
        String name = parser.currentName();
        if (advance() == null) {
            throw fault.notJson(path(), null, null);
        }
        return name;
    }

    /// The quote before the name that [#placedMember] found last.
    int nameStart() {
        return nameStart;
    }

    /// Enters an array; [#element] walks it.
    void array() {
        if (!isArray()) {
            throw fault("must be an array");
        }
    }

    /// Moves to the next element of the array entered last.
    ///
    /// @return false after the last one
    boolean element() {
        return advance() != JsonToken.END_ARRAY;
    }

    /// Takes a string.
    String string() {
        if (!isString()) {
            throw fault("must be a string");
        }
        try {
            return parser.getString();
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    /// Takes a string or null.
    @Nullable String optionalString() {
        return isNull() ? null : string();
    }

    /// Takes a boolean.
    boolean bool() {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw fault("must be true or false");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    /// Takes a boolean or null.
    @Nullable Boolean optionalBool() {
        return isNull() ? null : Boolean.valueOf(bool());
    }

    /// Takes a whole number; `4096.0` is one too.
    long integer() {
        if (!isNumber()) {
            throw fault("must be a whole number");
        }
        try {
            if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                return parser.getLongValue();
            }
            double value = parser.getDoubleValue();
            if (value != Math.rint(value) || Math.abs(value) > 1L << 53) {
                throw fault("must be a whole number");
            }
            return (long) value;
        } catch (InputCoercionException _) {
            throw fault("must be a whole number that fits into 64 bits");
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    /// Takes a whole number or null.
    @Nullable Long optionalInteger() {
        return isNull() ? null : Long.valueOf(integer());
    }

    /// Takes a finite number.
    double number() {
        if (!isNumber()) {
            throw fault("must be a number");
        }
        try {
            double value = parser.getDoubleValue();
            if (!Double.isFinite(value)) {
                throw fault("must be a number that is not too large");
            }
            return value;
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    /// Takes a finite number or null.
    @Nullable Double optionalNumber() {
        return isNull() ? null : Double.valueOf(number());
    }

    /// Takes an array of strings.
    List<String> strings() {
        List<String> strings = new ArrayList<>();
        array();
        while (element()) {
            strings.add(string());
        }
        return strings;
    }

    /// Takes any value without looking at it.
    void skip() {
        try {
            parser.skipChildren();
            parser.finishToken();
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    /// Takes any value and tells where it stands in the source.
    ByteRange range() {
        int from = start();
        skip();
        return new ByteRange(from, after());
    }

    /// The first byte of the value under the cursor, before it is taken.
    int start() {
        return first + (int) parser.currentTokenLocation().getByteOffset();
    }

    /// The byte after the value just taken.
    int after() {
        try {
            parser.finishToken();
        } catch (JacksonException e) {
            throw notJson(e);
        }
        return first + (int) parser.currentLocation().getByteOffset();
    }

    /// Takes any value as text.
    JsonText raw() {
        ByteRange range = range();
        return new JsonText(
                new String(source, range.from(), range.length(), StandardCharsets.UTF_8));
    }

    /// Takes any value but null as text.
    @Nullable JsonText optionalRaw() {
        return isNull() ? null : raw();
    }

    /// Demands that the document is over.
    void end() {
        if (advance() != null) {
            throw fault.at("", "must be one JSON value, but something follows it");
        }
    }

    /// The place of the cursor, such as `messages[2].content[0].type`; empty for the whole document.
    String path() {
        List<String> steps = new ArrayList<>();
        for (TokenStreamContext context = parser.streamReadContext();
                context != null;
                context = context.getParent()) {
            if (context.inArray() && context.hasCurrentIndex()) {
                steps.add("[" + context.getCurrentIndex() + "]");
            } else if (context.inObject() && context.hasCurrentName()) {
                steps.add("." + context.currentName());
            }
        }
        String path = String.join("", steps.reversed());
        return path.startsWith(".") ? path.substring(1) : path;
    }

    // The only walk that goes by offsets; whatever else is wrong before the place is told instead.
    private FailureException loneSurrogate(int at) {
        while (after() <= at && advance() != null) {
            // Further.
        }
        String escape = new String(source, at + 2, 4, StandardCharsets.US_ASCII);
        return fault(
                "must be text, but U+"
                        + escape.toUpperCase(Locale.ROOT)
                        + " is half of a surrogate pair without the other half");
    }

    /// The value under the cursor breaks a rule.
    ///
    /// @param rule the end of a sentence, such as `must be a string`
    FailureException fault(String rule) {
        return fault.at(path(), rule);
    }

    /// A member of the object just read breaks a rule.
    FailureException faultIn(String member, String rule) {
        String path = path();
        return fault.at(path.isEmpty() ? member : path + "." + member, rule);
    }

    /// A member of the object just read is not there.
    FailureException missing(String member) {
        return faultIn(member, "is required");
    }

    @Override
    public void close() {
        parser.close();
    }

    private @Nullable JsonToken advance() {
        try {
            return parser.nextToken();
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    private FailureException notJson(JacksonException e) {
        return fault.notJson(path(), e.getOriginalMessage(), e);
    }
}
