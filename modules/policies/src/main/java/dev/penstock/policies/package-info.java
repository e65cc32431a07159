// SPDX-License-Identifier: Apache-2.0

/// The gateway's own policies. Start reading at [dev.penstock.policies.OwnPolicies].
@NullMarked
package dev.penstock.policies;

import org.jspecify.annotations.NullMarked;
