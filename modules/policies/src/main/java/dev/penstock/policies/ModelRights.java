// SPDX-License-Identifier: Apache-2.0
package dev.penstock.policies;

import dev.penstock.inference.Call;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.spi.Phase;
import dev.penstock.spi.Policy;

/// Refuses models that the caller's key does not allow, in the words of an unknown model and before
/// any provider is asked whether it offers the name.
final class ModelRights implements Policy {

    @Override
    public String name() {
        return "model-rights";
    }

    @Override
    public Phase phase() {
        return Phase.RIGHTS;
    }

    @Override
    public <A> A around(Call call, Next<A> next) {
        if (!call.caller().models().allow(call.model())) {
            throw new FailureException(Failure.Caller.unknownModel(call.model()));
        }
        return next.proceed();
    }
}
