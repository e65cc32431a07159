// SPDX-License-Identifier: Apache-2.0
/// Tests against real sockets, without mocks and without sleeping.
///
/// [dev.penstock.kit.FaultUpstream] is an HTTP/1.1 server that plays scripted replies down to the
/// single byte and keeps a [dev.penstock.kit.Journal] of what it was asked.
/// [dev.penstock.kit.OpenAiUpstream] and [dev.penstock.kit.AnthropicUpstream] stand on it: they answer
/// in a provider's format, refuse what the provider refuses, and keep a [dev.penstock.kit.Bill].
///
/// Every wait has a deadline; a deadline that passes is an `AssertionError` that says what was
/// awaited and what was there instead.
@NullMarked
package dev.penstock.kit;

import org.jspecify.annotations.NullMarked;
