// SPDX-License-Identifier: Apache-2.0

/// The management API under `/admin/v1` and the pages that use it. Start reading at
/// [dev.penstock.admin.AdminPlane].
@NullMarked
package dev.penstock.admin;

import org.jspecify.annotations.NullMarked;
