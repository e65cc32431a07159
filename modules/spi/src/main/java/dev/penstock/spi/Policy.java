// SPDX-License-Identifier: Apache-2.0
package dev.penstock.spi;

import dev.penstock.inference.Call;

/// Something that a call must pass: an around-call in a named phase.
public interface Policy {

    /// Unique among policies; orders those of the same phase.
    String name();

    /// Where it stands.
    Phase phase();

    /// Passes the call on, by `next.proceed()`, or refuses it. A policy that does not proceed must
    /// throw.
    ///
    /// @param call what is known of it before planning
    /// @param next the rest of the chain; to be proceeded at most once
    /// @return what the rest returned
    /// @throws dev.penstock.inference.FailureException to refuse
    <A> A around(Call call, Next<A> next);

    /// The rest of the chain.
    ///
    /// @param <A> what it returns
    interface Next<A> {
        /// Runs it.
        A proceed();
    }
}
