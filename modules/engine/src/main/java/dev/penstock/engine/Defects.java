// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;

/// Turns what should not have been thrown into a failure that says nothing of its cause, and the cause
/// into a log record without its words.
final class Defects {

    private static final System.Logger LOG = System.getLogger(Defects.class.getName());

    private static final String WORDS =
            "the gateway failed to handle this call; its operator finds the reason in the log";

    private Defects() {}

    /// What a provider threw: failures of provider and caller pass, anything else is its defect.
    static FailureException ofProvider(String uid, Throwable thrown) {
        if (thrown instanceof FailureException known) {
            switch (known.failure()) {
                case Failure.Provider _, Failure.Caller _ -> {
                    return known;
                }
                case Failure.Limit _, Failure.Gateway _ -> {}
            }
        }
        return logged("provider " + uid, thrown);
    }

    /// What a part of the gateway threw: failures pass, anything else is a defect.
    static FailureException ofPart(String part, Throwable thrown) {
        return thrown instanceof FailureException known ? known : logged(part, thrown);
    }

    /// Records something that went wrong where nobody waits for the outcome.
    static void swallowed(String part, Throwable thrown) {
        LOG.log(System.Logger.Level.WARNING, "Defect of " + part, Wordless.of(thrown));
    }

    private static FailureException logged(String part, Throwable thrown) {
        LOG.log(System.Logger.Level.ERROR, "Defect of " + part, Wordless.of(thrown));
        return new FailureException(
                new Failure.Gateway(Failure.GatewayKind.INTERNAL, WORDS, null), thrown);
    }
}
