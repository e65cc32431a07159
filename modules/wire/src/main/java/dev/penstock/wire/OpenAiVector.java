// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;

/// A vector on the wire: an array of numbers, or base64 over little-endian floats of 32 bits.
final class OpenAiVector {

    private static final int FIRST = 1_536;

    private OpenAiVector() {}

    /// The second form.
    static String base64(float[] vector) {
        ByteBuffer bytes =
                ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /// Takes either form.
    ///
    /// @throws dev.penstock.inference.FailureException when it is neither, or a number is not finite
    static float[] read(JsonIn in) {
        if (in.isString()) {
            return decoded(in);
        }
        float[] vector = new float[FIRST];
        int length = 0;
        in.array();
        while (in.element()) {
            if (length == vector.length) {
                vector = Arrays.copyOf(vector, 2 * length);
            }
            float value = (float) in.number();
            if (!Float.isFinite(value)) {
                throw in.fault("must be a number of 32 bits");
            }
            vector[length++] = value;
        }
        return Arrays.copyOf(vector, length);
    }

    private static float[] decoded(JsonIn in) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(in.string());
        } catch (IllegalArgumentException _) {
            throw in.fault("must be base64");
        }
        if (bytes.length % Float.BYTES != 0) {
            throw in.fault("must be whole numbers of 32 bits");
        }
        float[] vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        for (float value : vector) {
            if (!Float.isFinite(value)) {
                throw in.fault("must hold finite numbers");
            }
        }
        return vector;
    }
}
