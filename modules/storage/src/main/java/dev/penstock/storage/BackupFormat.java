// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.BackupManifest;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The names and the manifest of a backup.
final class BackupFormat {

    static final String MANIFEST = "manifest.json";

    /// No manifest is longer.
    static final int LONGEST_MANIFEST = 16 << 20;

    private static final Pattern ENTRY =
            Pattern.compile(Pattern.quote(H2Dialect.FILE) + "|journal/\\d{12}\\.log");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final JsonFactory JSON = new JsonFactory();

    private BackupFormat() {}

    /// Whether a name can stand in a backup; none of them leads out of a folder.
    static boolean known(String name) {
        return ENTRY.matcher(name).matches();
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }

    static byte[] write(BackupManifest manifest) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeNumberProperty("format", manifest.format());
            json.writeStringProperty("version", manifest.version());
            json.writeNumberProperty("schema", manifest.schema());
            json.writeStringProperty("created", manifest.created().toString());
            json.writeStringProperty("replica", manifest.replica());
            json.writeStringProperty("master_key_id", manifest.masterKey());
            json.writeArrayPropertyStart("entries");
            for (BackupManifest.Entry entry : manifest.entries()) {
                json.writeStartObject();
                json.writeStringProperty("name", entry.name());
                json.writeNumberProperty("bytes", entry.bytes());
                json.writeStringProperty("sha256", entry.sha256());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Reads a manifest.
    ///
    /// @throws IOException when it is none; the message says why
    static BackupManifest read(byte[] bytes) throws IOException {
        Map<String, String> members = new HashMap<>();
        List<BackupManifest.Entry> entries = new ArrayList<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes)) {
            require(json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.START_ARRAY) {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        entries.add(entry(json));
                    }
                } else {
                    members.put(name, json.getString());
                }
            }
            return new BackupManifest(
                    Integer.parseInt(member(members, "format")),
                    member(members, "version"),
                    Integer.parseInt(member(members, "schema")),
                    Instant.parse(member(members, "created")),
                    member(members, "replica"),
                    member(members, "master_key_id"),
                    entries);
        } catch (JacksonException | NumberFormatException | DateTimeException e) {
            throw new IOException("its manifest cannot be read", e);
        }
    }

    private static BackupManifest.Entry entry(JsonParser json) throws IOException {
        Map<String, String> members = new HashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            members.put(name, json.getString());
        }
        BackupManifest.Entry entry =
                new BackupManifest.Entry(
                        member(members, "name"),
                        Long.parseLong(member(members, "bytes")),
                        member(members, "sha256"));
        require(known(entry.name()));
        require(entry.bytes() >= 0 && SHA_256.matcher(entry.sha256()).matches());
        return entry;
    }

    private static String member(Map<String, String> members, String name) throws IOException {
        String value = members.get(name);
        if (value == null) {
            throw new IOException("its manifest has no " + name);
        }
        return value;
    }

    private static void require(boolean rule) throws IOException {
        if (!rule) {
            throw new IOException("its manifest cannot be read");
        }
    }
}
