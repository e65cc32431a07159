// SPDX-License-Identifier: Apache-2.0
package dev.penstock.spi;

/// Makes providers of one type. Found by [java.util.ServiceLoader]; needs a public constructor
/// without parameters.
///
/// ## What the gateway guarantees
/// 1. One factory is made for each type and lives as long as the gateway; its methods may be called
///    by several threads at once.
/// 2. [#create] is called once for each configured provider and again, with a new instance as the
///    result, when its configuration changes. The old instance is closed after its last call ended.
/// 3. An exception of [#create] makes that one provider unusable, with the message shown to the
///    operator; nothing else is touched.
public interface ProviderFactory {

    /// The type's name in configuration: `[a-z0-9_-]{1,32}`, unique among all factories; a second one
    /// of the same name is refused and said so.
    String type();

    /// The type's name for people.
    String displayName();

    /// Whether providers of this type need a credential to work at all. One that needs it and has none
    /// is not made; calls for it fail with
    /// [dev.penstock.inference.Failure.ProviderKind#NO_CREDENTIAL].
    default boolean needsCredential() {
        return true;
    }

    /// Makes a provider.
    ///
    /// @param settings its configuration
    /// @param context what the gateway hands to it; valid until the provider is closed
    /// @return a new provider; it must not have called anybody yet
    /// @throws IllegalArgumentException when the settings make no sense; the message names setting,
    ///     value and rule, and never repeats a secret
    Provider create(ProviderSettings settings, ProviderContext context);
}
