// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import dev.penstock.admin.AdminParts;
import dev.penstock.admin.AdminPlane;
import dev.penstock.admin.Bootstrap;
import dev.penstock.admin.Origins;
import dev.penstock.app.plugins.Plugins;
import dev.penstock.app.settings.Exposure;
import dev.penstock.app.settings.ListenAddress;
import dev.penstock.app.settings.Settings;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineParts;
import dev.penstock.inference.Secret;
import dev.penstock.inference.TimeOrderedIds;
import dev.penstock.proxy.DataPlane;
import dev.penstock.spi.Authenticator;
import dev.penstock.spi.Policy;
import dev.penstock.spi.PolicyFactory;
import dev.penstock.spi.ProviderFactory;
import dev.penstock.spi.UpstreamClientSettings;
import dev.penstock.state.Store;
import dev.penstock.state.StoreSettings;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Puts a gateway together, from the store outwards. What it has opened it closes again in the
/// opposite order, unless the start came to its end.
final class Assembly implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Assembly.class.getName());

    private static final Duration CERTIFICATE_LOOKS = Duration.ofSeconds(2);
    private static final int TOKEN_BYTES = 24;
    private static final String MAIN = "port";
    private static final String MANAGEMENT = "management.port";

    private final Settings settings;
    private final Map<String, String> environment;
    private final InstantSource clock = InstantSource.system();
    private final SecureRandom random = new SecureRandom();
    private final Deque<Runnable> undo = new ArrayDeque<>();

    Assembly(Settings settings, Map<String, String> environment) {
        this.settings = settings;
        this.environment = environment;
    }

    Gateway start() {
        Exposure.TlsFiles tls = settings.exposure().tls();
        CertificateFiles certificate = tls == null ? null : new CertificateFiles(tls);
        CertificateFiles.Pair pair = certificate == null ? null : certificate.read();
        Path bootstrap = settings.bootstrap();
        BootstrapFile file = bootstrap == null ? null : BootstrapFile.read(bootstrap, environment);
        Listeners.probe(settings.main(), MAIN);
        Listeners.probe(settings.management(), MANAGEMENT);
        Ahead ahead = Ahead.begin();
        Plugins plugins = plugins();
        Store store = opened(Services.store().open(storeSettings(settings, clock, random)));
        store.configuration().addPrices(ahead.prices());
        Engine engine = opened(engine(plugins, store));
        Secret setupToken = setupToken();
        Health health = new Health(store::healthy, store::alone);
        DataPlane plane =
                opened(
                        DataPlane.of(
                                settings.plane(),
                                engine,
                                clock,
                                settings.exposure().corsOrigins()));
        InForce inForce = new InForce(settings, plane, store.maintenance());
        store.catalog().onChange(inForce);
        Origins origins = new TrustedProxies(settings.exposure().trustedProxies());
        AdminParts parts =
                new AdminParts(store, engine, setupToken, origins, clock, random, settings.live());
        AdminPlane admin = new AdminPlane(parts);
        Start.Bootstrapped bootstrapped = file == null ? null : file.apply(new Bootstrap(parts));
        WebServer main = main(plane, admin, origins, pair == null ? null : pair.tls());
        CertificateWatch watch =
                certificate == null || pair == null ? null : watch(certificate, pair, main);
        WebServer management = management(health);
        // Last, so that no failed start swallows the key that is told only once.
        Secret demoKey = demoKey(plugins, store);
        URI address = settings.main().url(pair == null ? "http" : "https", main.port());
        Start facts =
                new Start(
                        address,
                        settings.management().url("http", management.port()),
                        store.opening(),
                        plugins,
                        demoKey,
                        bootstrapped,
                        store.accounts().claimed() ? null : address.resolve(setupPath(setupToken)));
        undo.clear();
        return new Gateway(
                inForce::shutdownGrace,
                new Gateway.Parts(store, engine, plane, admin, main, management, health, watch),
                facts);
    }

    /// Closes what was opened, when the start failed.
    @Override
    public void close() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }

    /// How the settings describe the store.
    static StoreSettings storeSettings(
            Settings settings, InstantSource clock, SecureRandom random) {
        return new StoreSettings(
                settings.data(),
                settings.database(),
                settings.masterKey(),
                settings.syncJournal(),
                settings.replica(),
                new TimeOrderedIds(clock, random).next(),
                clock,
                random,
                settings.retention(),
                settings.previousMasterKeys());
    }

    private Plugins plugins() {
        Plugins plugins = Plugins.load(settings.plugins(), Services.providerTypes());
        plugins.refused()
                .forEach(jar ->
                        LOG.log(
                                Level.WARNING,
                                "plugin " + jar.jar() + " is not used: " + jar.reason()));
        return plugins;
    }

    private @Nullable Secret demoKey(Plugins plugins, Store store) {
        boolean there =
                plugins.providers().stream().anyMatch(factory -> factory.type().equals(Demo.NAME));
        return settings.demo() && there ? Demo.prepare(store, random).orElse(null) : null;
    }

    private Engine engine(Plugins plugins, Store store) {
        List<ProviderFactory> factories =
                Stream.concat(Services.providers().stream(), plugins.providers().stream()).toList();
        Ports ports = Ports.ofGateway(clock, store);
        List<PolicyFactory> own = Services.policies();
        List<Policy> policies = new ArrayList<>();
        own.forEach(factory -> policies.addAll(factory.policies(ports)));
        plugins.policies()
                .forEach(factory -> policies.addAll(factory.policies(Ports.ofPlugins(clock))));
        Authenticator authenticator =
                own.stream()
                        .map(factory -> factory.authenticator(ports))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElseThrow(() ->
                                new StartException(
                                        "no module provides an authenticator; check the folder of"
                                                + " the installation's jars"));
        return Engine.of(
                new EngineParts(
                        store.catalog(),
                        store.ledger(),
                        factories,
                        authenticator,
                        policies,
                        Services.upstream()
                                .create(
                                        new UpstreamClientSettings(settings.privateAddresses()),
                                        clock),
                        clock,
                        random));
    }

    private CertificateWatch watch(
            CertificateFiles files, CertificateFiles.Pair pair, WebServer main) {
        CertificateWatch watch =
                CertificateWatch.start(files, pair.print(), main, CERTIFICATE_LOOKS);
        undo.push(watch::close);
        return watch;
    }

    private WebServer management(Health health) {
        HttpRouting.Builder routing = HttpRouting.builder();
        health.register(routing);
        return listen(
                settings.management(), MANAGEMENT, Duration.ofSeconds(1), routing, null, null);
    }

    private WebServer main(DataPlane plane, AdminPlane admin, Origins origins, @Nullable Tls tls) {
        HttpRouting.Builder routing = HttpRouting.builder();
        routing.addFilter(new TransportSecurity(origins));
        plane.register(routing);
        admin.register(routing);
        // The grace can change until the last moment, and the gateway keeps it itself.
        return listen(settings.main(), MAIN, InForce.LONGEST_GRACE, routing, plane, tls);
    }

    private WebServer listen(
            ListenAddress address,
            String name,
            Duration grace,
            HttpRouting.Builder routing,
            @Nullable DataPlane plane,
            @Nullable Tls tls) {
        WebServer server = Listeners.start(address, name, grace, routing, plane, tls);
        undo.push(server::stop);
        return server;
    }

    // Who has given the token knows it; a log is kept by others.
    private String setupPath(Secret token) {
        return settings.setupToken() == null ? "/setup?token=" + token.reveal() : "/setup";
    }

    private Secret setupToken() {
        Secret given = settings.setupToken();
        if (given != null) {
            return given;
        }
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    private Store opened(Store store) {
        undo.push(store::close);
        return store;
    }

    private Engine opened(Engine engine) {
        undo.push(engine::close);
        return engine;
    }

    private DataPlane opened(DataPlane plane) {
        undo.push(plane::close);
        return plane;
    }
}
