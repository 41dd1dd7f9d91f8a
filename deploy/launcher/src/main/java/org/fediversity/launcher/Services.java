package org.fediversity.launcher;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.fediversity.servers.Http;
import org.fediversity.servers.Java;
import org.fediversity.servers.Postgresql;
import org.fediversity.servers.Private;
import org.fediversity.servers.Program;

/// The five services: how each is configured and run.
record Services(Home home, PortMap ports, Secrets secrets) {
    /// In the order in which they are shown.
    static final List<Role> ROLES =
            List.of(Role.CONFIG, Role.PROVISIONING, Role.DEPLOYMENT, Role.MIGRATION, Role.GATEWAY);

    /// Services that ask other services something, under their own name.
    private static final Set<Role> ASKING = Set.of(Role.CONFIG, Role.DEPLOYMENT, Role.MIGRATION);

    /// Folder of the service in the checkout.
    static String module(Role role) {
        return role == Role.GATEWAY ? "gateway" : role + "-service";
    }

    URI health(Role role) {
        return URI.create(ports.url(role) + "/q/health/ready");
    }

    Program program(Role role) {
        Path settings = home.run().resolve(module(role) + ".properties");
        try {
            Private.write(
                    settings,
                    settings(role).entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + escaped(entry.getValue()))
                            .collect(Collectors.joining("\n", "", "\n")));
            Files.createDirectories(home.data(role.toString()));
            Files.createDirectories(home.cache());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path jar = home.root().resolve(module(role)).resolve("target/quarkus-app/quarkus-run.jar");
        return new Program(
                module(role),
                Java.command(
                        256,
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        // Classes as they were after the last start: halves the next one; made anew after a build.
                        "-XX:+AutoCreateSharedArchive",
                        "-XX:SharedArchiveFile=" + home.cache().resolve(module(role) + ".jsa"),
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-Dquarkus.config.locations=" + settings,
                        "-jar",
                        jar.toString()),
                // Deployed applications of backend "process" run on this JDK, too.
                Map.of("PATH", Java.home().resolve("bin") + File.pathSeparator + System.getenv("PATH")),
                home.data(role.toString()),
                home.directory(),
                "TERM",
                () -> Http.answers(health(role)));
    }

    private Map<String, String> settings(Role role) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("config_ordinal", "290");
        settings.put("quarkus.http.host", "127.0.0.1");
        settings.put("quarkus.http.port", "" + ports.of(role));
        settings.put("quarkus.datasource.jdbc.url", Postgresql.url(ports.of(Role.POSTGRESQL), role.toString()));
        settings.put("quarkus.datasource.username", role.toString());
        settings.put("quarkus.datasource.password", secrets.of("database." + role));
        settings.put("kafka.bootstrap.servers", "localhost:" + ports.of(Role.KAFKA));
        settings.put("fediversity.oidc.issuer", issuer());
        if (ASKING.contains(role)) {
            settings.put("quarkus.oidc-client.auth-server-url", issuer());
            settings.put("quarkus.oidc-client.client-id", "fediversity-" + role);
            settings.put("quarkus.oidc-client.credentials.secret", secrets.of("client." + role));
        }
        settings.put("fediversity.setup.name", "local");
        settings.put("fediversity.data", home.data(role.toString()).toString());
        for (Role service : ROLES) {
            settings.put("fediversity.services." + service + ".url", ports.url(service));
        }
        settings.put("fediversity.edge.port", "" + ports.of(Role.EDGE));
        settings.put(
                "fediversity.modules", home.root().resolve("nix/applications").toString());
        settings.put("fediversity.environments", home.environments().toString());
        if (role == Role.PROVISIONING) {
            settings.put("fediversity.secrets.pg-admin", secrets.of("database.postgres"));
            settings.put("fediversity.secrets.s3", secrets.of("s3"));
        }
        if (role == Role.GATEWAY) {
            settings.put("fediversity.webhooks.allow", "127.0.0.0/8,::1,localhost"); // receivers on this machine
        }
        return settings;
    }

    String issuer() {
        return ports.url(Role.KEYCLOAK) + "/realms/" + Realm.NAME;
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\");
    }
}
