// SPDX-License-Identifier: Apache-2.0

/// Vendors of compatible servers, described by data (`docs/reference/vendors.md`). Start reading at
/// [dev.penstock.providers.vendors.VendorFiles].
@NullMarked
package dev.penstock.providers.vendors;

import org.jspecify.annotations.NullMarked;
