// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.exchange;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.spi.UpstreamResponse;
import java.io.ByteArrayOutputStream;

/// Reads bodies that are needed at once: lists of models, error bodies, and answers without words.
final class WholeBody {

    private static final int LARGEST_LIST = 8 * 1024 * 1024;
    private static final int BEGINNING = 64 * 1024;
    private static final int READ = 8 * 1024;

    private WholeBody() {}

    /// All of a list of models.
    ///
    /// @throws FailureException as the response, and MALFORMED when it is larger than 8 MiB
    static byte[] list(UpstreamResponse response) {
        return read(response, "list of models", LARGEST_LIST);
    }

    /// All of an answer that is not passed on.
    ///
    /// @throws FailureException as the response, and MALFORMED when it is larger than 64 MiB
    static byte[] answer(UpstreamResponse response) {
        return read(response, "answer", (int) AnswerBody.LARGEST_PLAIN);
    }

    private static byte[] read(UpstreamResponse response, String what, int most) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[READ];
        for (int read = response.read(buffer, 0, READ);
                read >= 0;
                read = response.read(buffer, 0, READ)) {
            all.write(buffer, 0, read);
            if (all.size() > most) {
                throw new FailureException(
                        new Failure.Provider(
                                Failure.ProviderKind.MALFORMED,
                                "the provider's %s is larger than %d MiB"
                                        .formatted(what, most >> 20)));
            }
        }
        return all.toByteArray();
    }

    /// The first 64 KiB, or what came of them: the status says enough when the rest is lost.
    static byte[] beginning(UpstreamResponse response) {
        ByteArrayOutputStream some = new ByteArrayOutputStream();
        byte[] buffer = new byte[READ];
        try {
            int read = 0;
            while (read >= 0 && some.size() < BEGINNING) {
                some.write(buffer, 0, read);
                read = response.read(buffer, 0, Math.min(READ, BEGINNING - some.size()));
            }
        } catch (FailureException _) {
            return some.toByteArray();
        }
        return some.toByteArray();
    }
}
