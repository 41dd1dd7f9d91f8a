package org.fediversity.migration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.fediversity.contracts.Requirements;
import org.fediversity.contracts.Requirements.ApplicationPlan;
import org.fediversity.contracts.Requirements.ComponentPlan;
import org.fediversity.contracts.Requirements.RequiredResource;
import org.fediversity.contracts.Requirements.StatePlan;
import org.fediversity.contracts.ResourceResult;
import org.fediversity.migration.domain.Deployments.Deployment;
import org.fediversity.testing.Servers;

/// A deployment of an application with a key, a database and a volume, in alpha, with room for it in beta.
final class Stage {
    final String deployment = UUID.randomUUID().toString();
    final Servers.Database here = Servers.postgres();
    final Servers.Database there = Servers.postgres();
    final Path filesHere;
    final Path filesThere;
    private final World world;

    Stage(World world) throws Exception {
        this.world = world;
        filesHere = Files.createTempDirectory("here");
        filesThere = Files.createTempDirectory("there");
        Files.writeString(filesHere.resolve("picture.txt"), "a picture");
        run(
                here,
                "create table note (id int primary key, text text); insert into note values (1, 'hello'), (2, 'you')");
        world.deployments.put(
                deployment,
                new Deployment(deployment, "op-1", "n", "alpha", "monolithic", "a.localhost", "running", 3));
        world.requirements.put(deployment, requirements());
        world.held.put(deployment + "@alpha", results("alpha", here, filesHere));
        world.secrets.put("provisioning/alpha-db-" + deployment, here.password());
        world.secrets.put("provisioning/beta-db-" + deployment, there.password());
        key("alpha", "the key of " + deployment);
        key("beta", "the key of " + deployment);
    }

    void key(String environment, String value) {
        world.secrets.put("provisioning/" + environment + "-key-" + deployment, value);
    }

    void noKey(String environment) {
        world.secrets.remove("provisioning/" + environment + "-key-" + deployment);
    }

    List<ResourceResult> target() {
        return results("beta", there, filesThere);
    }

    void tidyUp() throws IOException {
        for (Path directory : List.of(filesHere, filesThere)) {
            try (var walk = Files.walk(directory)) {
                for (Path path : walk.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    static void run(Servers.Database database, String sql) throws SQLException {
        try (Connection db = DriverManager.getConnection(database.url(), database.user(), database.password());
                var statement = db.createStatement()) {
            statement.execute(sql);
        }
    }

    static String first(Servers.Database database, String query) throws SQLException {
        try (Connection db = DriverManager.getConnection(database.url(), database.user(), database.password());
                var statement = db.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Requirements requirements() {
        return new Requirements(
                List.of(
                        new RequiredResource("notes/actorKey", "notes", "actorKey", "secret", "", Map.of()),
                        new RequiredResource("notes/database", "notes", "database", "postgresql", "", Map.of()),
                        new RequiredResource("notes/files", "notes", "files", "volume", "", Map.of())),
                List.of(new ApplicationPlan(
                        "notes",
                        "1.2.0",
                        "blog",
                        Map.of("title", "x"),
                        "",
                        List.of(
                                new ComponentPlan(
                                        "web", "machine", Map.of("health", "/ok", "expect", 200), Map.of(), Map.of()),
                                new ComponentPlan(
                                        "streaming", "machine", Map.of("health", "/streaming"), Map.of(), Map.of())),
                        List.of(
                                new StatePlan("posts", "notes/database", false),
                                new StatePlan("pictures", "notes/files", false),
                                new StatePlan("identity", "notes/actorKey", true)),
                        List.of())));
    }

    private List<ResourceResult> results(String environment, Servers.Database database, Path files) {
        return List.of(
                new ResourceResult(
                        "notes/actorKey",
                        "notes",
                        "actorKey",
                        "secret",
                        "secret",
                        Map.of(),
                        Map.of("value", "provisioning/" + environment + "-key-" + deployment)),
                new ResourceResult(
                        "notes/database",
                        "notes",
                        "database",
                        "postgresql",
                        "postgresql",
                        Map.of(
                                "host", database.host(),
                                "port", database.port(),
                                "database", database.name(),
                                "user", database.user()),
                        Map.of("password", "provisioning/" + environment + "-db-" + deployment)),
                new ResourceResult(
                        "notes/files",
                        "notes",
                        "files",
                        "volume",
                        "volume",
                        Map.of("path", files.toString()),
                        Map.of()));
    }
}
