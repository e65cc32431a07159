// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Secrets that were planted, and the search for them in whatever form they may come out.
final class Canaries {
    private static final String LETTERS =
            "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;

    private final Random random = new Random(40);
    private final Map<String, String> hidden = new LinkedHashMap<>();
    private final Map<String, String> words = new LinkedHashMap<>();

    /// A new credential: to be found nowhere.
    String credential(String door) {
        return credential(door, "");
    }

    /// A new credential that ends with those characters, which the encodings change.
    String credential(String door, String odd) {
        return known(door, fresh() + odd);
    }

    /// Notes a credential that somebody else has made.
    String known(String door, String value) {
        put(hidden, door, value);
        return value;
    }

    /// New words of a call: an answer may hold them, logs and files may not.
    String word(String door) {
        String value = fresh();
        put(words, door, value);
        return value;
    }

    int planted() {
        return hidden.size() + words.size();
    }

    /// The doors whose credentials or words stand in what the server keeps.
    List<String> kept(byte[] bytes) {
        List<String> doors = new ArrayList<>(found(hidden, bytes));
        doors.addAll(found(words, bytes));
        return doors;
    }

    /// The doors whose credentials stand in what the server answers.
    List<String> answered(String text) {
        return found(hidden, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Every form in which a text may be written.
    static Set<String> forms(String value) {
        Set<String> forms = new LinkedHashSet<>();
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        forms.add(value);
        forms.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
        String json = Json.object().put("v", value).toString();
        forms.add(json.substring("{\"v\":\"".length(), json.length() - "\"}".length()));
        forms.add(value.replace("/", "\\/"));
        forms.add(HexFormat.of().formatHex(bytes));
        forms.add(new String(value.getBytes(StandardCharsets.UTF_16LE), BYTES));
        forms.add(new String(value.getBytes(StandardCharsets.UTF_16BE), BYTES));
        for (int before = 0; before < 3; before++) {
            forms.add(base64(bytes, before, Base64.getEncoder()));
            forms.add(base64(bytes, before, Base64.getUrlEncoder()));
        }
        return forms;
    }

    // What stands before and behind decides the first and the last characters.
    private static String base64(byte[] bytes, int before, Base64.Encoder encoder) {
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        String text = encoder.withoutPadding().encodeToString(shifted);
        return text.substring(before == 0 ? 0 : before + 1, shifted.length / 3 * 4);
    }

    private static List<String> found(Map<String, String> planted, byte[] bytes) {
        String text = new String(bytes, BYTES);
        List<String> doors = new ArrayList<>();
        planted.forEach((door, value) -> {
            if (forms(value).stream().anyMatch(text::contains)) {
                doors.add(door);
            }
        });
        return doors;
    }

    private static void put(Map<String, String> planted, String door, String value) {
        if (planted.putIfAbsent(door, value) != null) {
            throw new AssertionError("There is a canary at " + door + " already");
        }
    }

    private String fresh() {
        StringBuilder value = new StringBuilder("cnry");
        for (int i = 0; i < 28; i++) {
            value.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return value.toString();
    }
}
