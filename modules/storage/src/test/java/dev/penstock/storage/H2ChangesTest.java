// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

class H2ChangesTest extends ChangesContract {}
