// SPDX-License-Identifier: Apache-2.0
package dev.penstock.policies;

import dev.penstock.inference.Call;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.spi.Phase;
import dev.penstock.spi.Policy;
import java.util.Set;

/// Refuses endpoints that the caller's key does not allow.
final class EndpointRights implements Policy {

    @Override
    public String name() {
        return "endpoint-rights";
    }

    @Override
    public Phase phase() {
        return Phase.RIGHTS;
    }

    @Override
    public <A> A around(Call call, Next<A> next) {
        Set<String> allowed = call.caller().endpoints();
        if (allowed != null && !allowed.contains(call.endpoint())) {
            throw new FailureException(
                    new Failure.Caller(
                            Failure.CallerKind.FORBIDDEN,
                            "this key may not use " + call.endpoint()));
        }
        return next.proceed();
    }
}
