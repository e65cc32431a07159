// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.penstock.spi.ProviderFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {

    @TempDir private Path folder;
    private Path plugins;

    @BeforeEach
    void makeFolder() throws Exception {
        plugins = Files.createDirectory(folder.resolve("plugins"));
    }

    private Plugins load() {
        return Plugins.load(plugins, Set.of("openai"));
    }

    private void provider(String jar, String module, String type) throws Exception {
        PluginSource.provider(folder, module, type, jar).jar(plugins.resolve(jar));
    }

    private String refusal() {
        Plugins loaded = load();
        assertThat(loaded.loaded()).isEmpty();
        assertThat(loaded.refused()).hasSize(1);
        return loaded.refused().getFirst().reason();
    }

    @Test
    void missingFolderHasNoPlugins() {
        Plugins none = Plugins.load(folder.resolve("nowhere"), Set.of());

        assertThat(none).isEqualTo(new Plugins(List.of(), List.of()));
    }

    private void vendor(String file, String type, String more) throws Exception {
        Files.writeString(
                plugins.resolve(file),
                "{\"vendors\":[{\"type\":\"%s\",\n\"name\":\"Acme\",\n\"credential\":\"optional\"%s}]}"
                        .formatted(type, more));
    }

    @Test
    void vendorFileBringsItsTypes() throws Exception {
        vendor("acme.json", "acme", "");

        Plugins loaded = load();

        assertThat(loaded.refused()).isEmpty();
        assertThat(loaded.loaded().getFirst().jar()).isEqualTo("acme.json");
        assertThat(loaded.providers())
                .extracting(ProviderFactory::type, ProviderFactory::displayName)
                .containsExactly(tuple("acme", "Acme"));
    }

    @Test
    void brokenVendorFileIsRefusedWithTheLineAndTakesNothingElseWithIt() throws Exception {
        vendor("a.json", "a", ",\n\"chat\":\"nowhere\"");
        vendor("b.json", "b", "");

        Plugins loaded = load();

        assertThat(loaded.providers()).extracting(ProviderFactory::type).containsExactly("b");
        assertThat(loaded.refused().getFirst().jar()).isEqualTo("a.json");
        assertThat(loaded.refused().getFirst().reason())
                .isEqualTo("line 4: chat must be a path that begins with /");
    }

    @Test
    void vendorFileDoesNotTakeATypeThatExists() throws Exception {
        vendor("a.json", "openai", "");

        assertThat(refusal()).contains("provider type 'openai' exists already");
    }

    @Test
    void jarIsLoadedIntoALayerOfItsOwn() throws Exception {
        provider("a.jar", "vendor.a", "a");

        Plugin plugin = load().loaded().getFirst();

        assertThat(plugin.jar()).isEqualTo("a.jar");
        assertThat(plugin.module()).isEqualTo("vendor.a");
        Module module = plugin.providers().getFirst().getClass().getModule();
        assertThat(module.getName()).isEqualTo("vendor.a");
        assertThat(module.getLayer()).isNotEqualTo(ModuleLayer.boot());
    }

    @Test
    void twoJarsWithTheSamePackageLiveSideBySide() throws Exception {
        provider("a.jar", "vendor.a", "a");
        provider("b.jar", "vendor.b", "b");

        List<ProviderFactory> factories = load().providers();

        assertThat(factories)
                .extracting(ProviderFactory::displayName)
                .containsExactly("a.jar", "b.jar");
        assertThat(factories.get(0).getClass().getName())
                .isEqualTo(factories.get(1).getClass().getName());
        assertThat(factories.get(0).getClass()).isNotEqualTo(factories.get(1).getClass());
    }

    @Test
    void twoJarsWithTheSameModuleNameLiveSideBySide() throws Exception {
        provider("a.jar", "vendor.same", "a");
        provider("b.jar", "vendor.same", "b");

        assertThat(load().providers()).extracting(ProviderFactory::type).containsExactly("a", "b");
    }

    @Test
    void providersOfTheGatewayItselfAreNotFoundAgain() throws Exception {
        provider("a.jar", "vendor.a", "a");

        assertThat(load().providers()).extracting(ProviderFactory::type).containsExactly("a");
    }

    @Test
    void pluginMayUseThePromisedModules() throws Exception {
        PluginSource.provider(folder, "vendor.a", "a", "A")
                .with(
                        "module-info.java",
                        """
                        module vendor.a {
                            requires dev.penstock.spi;
                            requires java.net.http;
                            requires java.logging;
                            requires tools.jackson.core;
                            requires tools.jackson.databind;
                            provides dev.penstock.spi.ProviderFactory with vendor.Factory;
                        }
                        """)
                .jar(plugins.resolve("a.jar"));

        assertThat(load().loaded()).hasSize(1);
    }

    @Test
    void policiesAreFoundAsWell() throws Exception {
        new PluginSource(folder)
                .with(
                        "module-info.java",
                        """
                        module vendor.guard {
                            requires dev.penstock.spi;
                            provides dev.penstock.spi.PolicyFactory with vendor.Guards;
                        }
                        """)
                .with(
                        "vendor/Guards.java",
                        """
                        package vendor;
                        import dev.penstock.spi.*;
                        public final class Guards implements PolicyFactory {
                            public java.util.List<Policy> policies(PolicyContext context) {
                                return java.util.List.of();
                            }
                        }
                        """)
                .jar(plugins.resolve("guard.jar"));

        Plugins loaded = load();

        assertThat(loaded.policies()).hasSize(1);
        assertThat(loaded.providers()).isEmpty();
    }

    @Test
    void jarWithoutAModuleDescriptorIsRefused() throws Exception {
        new PluginSource(folder)
                .with("vendor/Lonely.java", "package vendor; class Lonely {}")
                .jar(plugins.resolve("lonely.jar"));

        assertThat(refusal()).startsWith("it has no module descriptor; add a module-info.java");
    }

    @Test
    void moduleThatProvidesNothingIsRefused() throws Exception {
        new PluginSource(folder)
                .with("module-info.java", "module vendor.idle {}")
                .with("vendor/Idle.java", "package vendor; class Idle {}")
                .jar(plugins.resolve("idle.jar"));

        assertThat(refusal())
                .isEqualTo(
                        "its module vendor.idle provides neither dev.penstock.spi.ProviderFactory nor"
                                + " dev.penstock.spi.PolicyFactory");
    }

    @Test
    void fileThatIsNoJarIsRefused() throws Exception {
        Files.writeString(plugins.resolve("text.jar"), "I am text");

        assertThat(refusal()).startsWith("it cannot be read as a module: ").doesNotContain("\n");
    }

    @Test
    void typeOfABuiltInProviderIsRefused() throws Exception {
        provider("mine.jar", "vendor.mine", "openai");

        assertThat(refusal())
                .isEqualTo(
                        "its provider type 'openai' is taken; remove the other jar or rename the"
                                + " type");
    }

    @Test
    void ofTwoJarsWithTheSameTypeTheFirstIsUsed() throws Exception {
        provider("a.jar", "vendor.a", "same");
        provider("b.jar", "vendor.b", "same");

        Plugins loaded = load();

        assertThat(loaded.providers())
                .extracting(ProviderFactory::displayName)
                .containsExactly("a.jar");
        assertThat(loaded.refused()).extracting(Plugins.Refused::jar).containsExactly("b.jar");
    }

    @Test
    void typeWithoutTheFormOfOneIsRefused() throws Exception {
        provider("a.jar", "vendor.a", "My Type");

        assertThat(refusal())
                .isEqualTo("its provider type is 'My Type' but must be [a-z0-9_-]{1,32}");
    }

    @Test
    void jarThatRequiresWhatIsNotThereIsRefused() throws Exception {
        Path library =
                new PluginSource(folder)
                        .with("module-info.java", "module other.library {}")
                        .jar(folder.resolve("lib/library.jar"));
        PluginSource.provider(folder, "vendor.a", "a", "A")
                .with(
                        "module-info.java",
                        """
                        module vendor.a {
                            requires dev.penstock.spi;
                            requires other.library;
                            provides dev.penstock.spi.ProviderFactory with vendor.Factory;
                        }
                        """)
                .jar(plugins.resolve("a.jar"), "--upgrade-module-path", library.toString());

        assertThat(refusal())
                .startsWith("its module does not fit those of the gateway: ")
                .contains("other.library")
                .doesNotContain("\n");
    }

    @Test
    void factoryThatThrowsIsRefusedWithItsReason() throws Exception {
        PluginSource.provider(folder, "vendor.a", "a", "A")
                .with(
                        "vendor/Factory.java",
                        """
                        package vendor;
                        import dev.penstock.spi.*;
                        public final class Factory implements ProviderFactory {
                            public Factory() { throw new IllegalStateException("no licence"); }
                            public String type() { return "a"; }
                            public String displayName() { return "A"; }
                            public Provider create(ProviderSettings s, ProviderContext c) {
                                throw new IllegalArgumentException("none");
                            }
                        }
                        """)
                .jar(plugins.resolve("a.jar"));

        assertThat(refusal()).startsWith("its classes cannot be used: ").endsWith("no licence");
    }

    @Test
    void classesOfANewerJavaAreRefused() throws Exception {
        Path jar =
                PluginSource.provider(folder, "vendor.a", "a", "A").jar(folder.resolve("x/a.jar"));
        NewerClasses.copy(jar, plugins.resolve("a.jar"));

        assertThat(refusal()).startsWith("it was compiled for a newer Java than this one, ");
    }

    @Test
    void brokenJarTakesNothingElseWithIt() throws Exception {
        Files.writeString(plugins.resolve("a-broken.jar"), "I am text");
        provider("b.jar", "vendor.b", "b");
        Files.writeString(plugins.resolve("notes.txt"), "not a jar");

        Plugins loaded = load();

        assertThat(loaded.loaded()).extracting(Plugin::jar).containsExactly("b.jar");
        assertThat(loaded.refused())
                .extracting(Plugins.Refused::jar)
                .containsExactly("a-broken.jar");
    }
}
