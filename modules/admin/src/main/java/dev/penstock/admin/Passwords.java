// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Hashes passwords by Argon2id (RFC 9106) with 19 MiB, two passes, one lane, as PHC strings. A few
/// at a time only, because each takes its 19 MiB.
final class Passwords {

    /// Shortest password that is accepted.
    static final int SHORTEST = 8;

    /// Longest password that is accepted.
    static final int LONGEST = 256;

    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT = 16;
    private static final int HASH = 32;
    private static final String PREFIX =
            "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$";

    private final Semaphore places = new Semaphore(4, true);
    private final RandomGenerator random;
    private final String nobody;

    Passwords(RandomGenerator random) {
        this.random = random;
        // Not computed: only its form matters, so that an unknown name takes as long as a known
        // one.
        this.nobody = PREFIX + encode(new byte[SALT]) + "$" + encode(new byte[HASH]);
    }

    String hash(String password) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        return PREFIX + encode(salt) + "$" + encode(argon2(password, salt));
    }

    /// Whether a password belongs to a hash made by [#hash]. For a name that nobody has, which has no
    /// hash, it takes as long and is false.
    boolean matches(String password, Optional<String> hash) {
        String stored = hash.orElse(nobody);
        if (!stored.startsWith(PREFIX)) {
            throw new IllegalStateException("a stored password hash is not of a known form");
        }
        String[] parts = stored.substring(PREFIX.length()).split("\\$", 2);
        byte[] actual = argon2(password, Base64.getDecoder().decode(parts[0]));
        return Tokens.same(encode(actual), parts[1]) && hash.isPresent();
    }

    private byte[] argon2(String password, byte[] salt) {
        try {
            if (!places.tryAcquire(10, TimeUnit.SECONDS)) {
                throw Problem.tooMany(
                        "too many people sign in at once; try again", Duration.ofSeconds(5));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Problem.of(503, "Stopping", "the gateway is being stopped");
        }
        try {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(
                    new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                            .withMemoryAsKB(MEMORY_KIB)
                            .withIterations(PASSES)
                            .withParallelism(LANES)
                            .withSalt(salt)
                            .build());
            byte[] hash = new byte[HASH];
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
            return hash;
        } finally {
            places.release();
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }
}
