// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import org.jspecify.annotations.Nullable;

/// The events of one answer, pulled by blocking.
///
/// ## Guarantees of an implementation
/// 1. [#next] is called by one thread at a time; [#close] may come from any thread, also while
///    another waits in [#next], which then ends within 100 ms by returning null or by throwing.
/// 2. Closing cancels the call at the provider unless its answer is complete; closing twice is
///    harmless.
/// 3. After null or an exception every further [#next] returns null.
/// 4. No wait is longer than the timeouts that the provider was configured with.
public interface EventStream extends AutoCloseable {

    /// Waits for the next event.
    ///
    /// @return the event, or null when the answer is complete
    /// @throws FailureException when the answer ends in any other way, a missing end included
    @Nullable ChatEvent next();

    /// Ends the stream; see the guarantees.
    @Override
    void close();
}
