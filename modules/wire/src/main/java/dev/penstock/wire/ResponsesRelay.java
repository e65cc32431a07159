// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ByteRange;
import dev.penstock.inference.RawRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Splices a caller's own body for the provider: another model name, without the reasoning that a
/// provider of another format had made before, and every other byte as it was.
final class ResponsesRelay {

    private static final byte[] SEAL = "\"penstock.".getBytes(StandardCharsets.US_ASCII);

    private ResponsesRelay() {}

    static byte[] body(RawRequest request, String model) {
        RawSplice splice = new RawSplice(request.body());
        splice.replace(request.modelMember(), RawSplice.string(model));
        if (mayHoldSeals(request.body())) {
            withoutSealed(request.body(), splice);
        }
        return splice.bytes();
    }

    private static boolean mayHoldSeals(byte[] body) {
        int last = body.length - SEAL.length;
        for (int i = 0; i <= last; i++) {
            if (body[i] == '"' && Arrays.equals(body, i, i + SEAL.length, SEAL, 0, SEAL.length)) {
                return true;
            }
        }
        return false;
    }

    private static void withoutSealed(byte[] body, RawSplice splice) {
        try (JsonIn in = JsonIn.shallow(body)) {
            in.object();
            for (String name = in.member(); name != null; name = in.member()) {
                if (name.equals("input") && in.isArray()) {
                    input(in, body, splice);
                } else {
                    in.skip();
                }
            }
        }
    }

    private static void input(JsonIn in, byte[] body, RawSplice splice) {
        int from = in.start();
        List<ByteRange> kept = new ArrayList<>();
        boolean sealed = false;
        in.array();
        while (in.element()) {
            int start = in.start();
            boolean drop = in.isObject() && sealed(in);
            if (!drop && !in.isObject()) {
                in.skip();
            }
            sealed |= drop;
            if (!drop) {
                kept.add(new ByteRange(start, in.after()));
            }
        }
        if (sealed) {
            splice.replace(new ByteRange(from, in.after()), joined(body, kept));
        }
    }

    private static boolean sealed(JsonIn in) {
        String type = null;
        String encrypted = null;
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "type" -> type = text(in);
                case "encrypted_content" -> encrypted = text(in);
                default -> in.skip();
            }
        }
        return "reasoning".equals(type) && ResponsesSeal.marks(encrypted);
    }

    /// Takes a value: a string, or null for anything else.
    static @Nullable String text(JsonIn in) {
        if (in.isString()) {
            return in.string();
        }
        in.skip();
        return null;
    }

    /// An array of pieces of a body.
    static byte[] joined(byte[] body, List<ByteRange> kept) {
        ByteArrayOutputStream array = new ByteArrayOutputStream();
        array.write('[');
        for (int i = 0; i < kept.size(); i++) {
            if (i > 0) {
                array.write(',');
            }
            array.write(body, kept.get(i).from(), kept.get(i).length());
        }
        array.write(']');
        return array.toByteArray();
    }
}
