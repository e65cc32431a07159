// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.plugins;

import dev.penstock.spi.PolicyFactory;
import dev.penstock.spi.ProviderFactory;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;

/// Makes a module layer of one jar and asks it for its services.
final class PluginJar {

    private static final String TYPE = "[a-z0-9_-]{1,32}";

    private final ModuleDescriptor module;
    private final ModuleLayer layer;

    private PluginJar(ModuleDescriptor module, ModuleLayer layer) {
        this.module = module;
        this.layer = layer;
    }

    /// Loads a jar.
    ///
    /// @param taken provider types that it may not have
    static Plugin load(Path jar, Set<String> taken) throws PluginException {
        try {
            PluginJar plugin = open(jar);
            return new Plugin(
                    jar.getFileName().toString(),
                    plugin.module.name(),
                    plugin.providers(taken),
                    plugin.services(services -> ServiceLoader.load(services, PolicyFactory.class)));
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            throw new PluginException(
                    newerClasses(e)
                            ? "it was compiled for a newer Java than this one, "
                                    + Runtime.version().feature()
                            : "its classes cannot be used: " + chain(e));
        }
    }

    private static PluginJar open(Path jar) throws PluginException {
        ModuleFinder finder = ModuleFinder.of(jar);
        ModuleDescriptor module = module(finder);
        try {
            ModuleLayer ours = ourLayer();
            Configuration configuration =
                    ours.configuration().resolve(finder, ModuleFinder.of(), Set.of(module.name()));
            return new PluginJar(
                    module,
                    ours.defineModulesWithOneLoader(
                            configuration, PluginJar.class.getClassLoader()));
        } catch (FindException | ResolutionException | LayerInstantiationException e) {
            throw new PluginException("its module does not fit those of the gateway: " + chain(e));
        }
    }

    private static ModuleDescriptor module(ModuleFinder finder) throws PluginException {
        Optional<ModuleDescriptor> found;
        try {
            found = finder.findAll().stream().findFirst().map(ModuleReference::descriptor);
        } catch (FindException e) {
            throw new PluginException("it cannot be read as a module: " + chain(e));
        }
        ModuleDescriptor module =
                found.filter(descriptor -> !descriptor.isAutomatic())
                        .orElseThrow(() ->
                                new PluginException(
                                        "it has no module descriptor; add a module-info.java that"
                                                + " provides "
                                                + ProviderFactory.class.getName()));
        Set<String> wanted = Set.of(ProviderFactory.class.getName(), PolicyFactory.class.getName());
        if (module.provides().stream().noneMatch(p -> wanted.contains(p.service()))) {
            throw new PluginException(
                    "its module "
                            + module.name()
                            + " provides neither "
                            + ProviderFactory.class.getName()
                            + " nor "
                            + PolicyFactory.class.getName());
        }
        return module;
    }

    private static boolean newerClasses(Throwable error) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (at instanceof UnsupportedClassVersionError) {
                return true;
            }
        }
        return false;
    }

    private static ModuleLayer ourLayer() {
        ModuleLayer own = PluginJar.class.getModule().getLayer();
        return own == null ? ModuleLayer.boot() : own;
    }

    private List<ProviderFactory> providers(Set<String> taken) throws PluginException {
        List<ProviderFactory> factories =
                services(services -> ServiceLoader.load(services, ProviderFactory.class));
        Set<String> own = new HashSet<>();
        for (ProviderFactory factory : factories) {
            String type = factory.type();
            if (!type.matches(TYPE)) {
                throw new PluginException(
                        "its provider type is '" + type + "' but must be " + TYPE);
            }
            if (taken.contains(type) || !own.add(type)) {
                throw new PluginException(
                        "its provider type '"
                                + type
                                + "' is taken; remove the other jar or rename the type");
            }
        }
        return factories;
    }

    // A loader of a layer finds what its parents provide as well: ours, and it is asked elsewhere.
    private <S> List<S> services(Function<ModuleLayer, ServiceLoader<S>> loader) {
        List<S> services = new ArrayList<>();
        loader.apply(layer).stream()
                .filter(provider -> provider.type().getModule().getLayer() == layer)
                .forEach(provider -> services.add(provider.get()));
        return services;
    }

    /// The messages of an error and its causes in one line.
    private static String chain(Throwable error) {
        StringBuilder text = new StringBuilder();
        Throwable at = error;
        for (int depth = 0; at != null && depth < 4; depth++, at = at.getCause()) {
            String message =
                    at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage();
            if (text.indexOf(message) < 0) {
                text.append(text.isEmpty() ? "" : ": ").append(message);
            }
        }
        return text.toString().replaceAll("\\s+", " ");
    }
}
