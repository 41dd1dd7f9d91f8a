package org.fediversity.config.view;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.fediversity.config.domain.Standing;
import org.fediversity.contracts.ConfigEvent.ApplicationDeprecated;
import org.fediversity.contracts.ConfigEvent.ApplicationPublished;
import org.fediversity.contracts.ConfigEvent.ApplicationReinstated;
import org.fediversity.contracts.ConfigEvent.ApplicationWithdrawn;
import org.fediversity.expressions.SemVer;
import org.fediversity.modules.Module;
import org.fediversity.runtime.Json;
import org.fediversity.runtime.Recorded;
import org.fediversity.runtime.View;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The catalogue: which applications there are, in which versions.
@ApplicationScoped
public class Applications implements View {
    private static final Comparator<Version> NEWEST_FIRST = Comparator.comparing(
                    (Version version) -> semantic(version.version()))
            .reversed();

    private final Jdbi jdbi;
    private final Map<String, Module> compiled = new ConcurrentHashMap<>();
    private final Map<String, String> directories = new ConcurrentHashMap<>();

    /// One version, without its content.
    ///
    /// @param status `current`, `deprecated` or `withdrawn`
    /// @param reason why it is not current
    public record Version(
            String name, String version, String digest, Instant publishedAt, String status, String reason) {
        public boolean withdrawn() {
            return status.equals(Standing.WITHDRAWN.text());
        }
    }

    /// One version with its content.
    public record Published(Module module, String digest, Instant publishedAt) {}

    Applications(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void on(Recorded<?> recorded, Handle db) {
        switch (recorded.event()) {
            case ApplicationPublished(var name, var version, var digest, var directory, var module) ->
                db.execute(
                        "insert into application (name, version, digest, directory, module, published_at)"
                                + " values (?, ?, ?, ?, cast(? as json), ?)",
                        name,
                        version,
                        digest,
                        directory,
                        Json.write(module),
                        recorded.meta().time().atOffset(ZoneOffset.UTC));
            case ApplicationDeprecated(var name, var version, var reason) ->
                judged(name, version, Standing.DEPRECATED, reason, db);
            case ApplicationReinstated(var name, var version) -> judged(name, version, Standing.CURRENT, "", db);
            case ApplicationWithdrawn(var name, var version, var reason) ->
                judged(name, version, Standing.WITHDRAWN, reason, db);
            default -> {
                // others keep other views
            }
        }
    }

    private static void judged(String name, String version, Standing standing, String reason, Handle db) {
        db.execute(
                "update application set standing = ?, reason = ? where name = ? and version = ?",
                standing.text(),
                reason,
                name,
                version);
    }

    /// Says where the files of a version lie on this machine now; they may have been moved since it was published.
    public void liesAt(String name, String version, String directory) {
        directories.put(name + "@" + version, directory);
        compiled.clear();
    }

    /// Names of applications in order, those after a name first left out.
    public List<String> names(String after, int limit) {
        return jdbi.withHandle(db -> db.createQuery(
                        "select distinct name from application where name > :after order by name limit :limit")
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(String.class)
                .list());
    }

    /// Versions of an application, newest first; empty if there is no such application.
    public List<Version> versions(String name) {
        return jdbi.withHandle(db -> db
                .createQuery(
                        "select name, version, digest, published_at, standing, reason from application where name = :name")
                .bind("name", name)
                .map((row, context) -> new Version(
                        row.getString("name"),
                        row.getString("version"),
                        row.getString("digest"),
                        row.getTimestamp("published_at").toInstant(),
                        row.getString("standing"),
                        row.getString("reason")))
                .stream()
                .sorted(NEWEST_FIRST)
                .toList());
    }

    /// The newest that may be chosen: a current release before a deprecated one before a pre-release. Where all were
    /// withdrawn, the newest of them.
    public Optional<Version> newest(String name) {
        List<Version> versions = versions(name);
        List<Version> free =
                versions.stream().filter(version -> !version.withdrawn()).toList();
        List<Version> released = free.stream()
                .filter(version -> !semantic(version.version()).isPreRelease())
                .toList();
        return released.stream()
                .filter(version -> version.status().equals(Standing.CURRENT.text()))
                .findFirst()
                .or(() -> released.stream().findFirst())
                .or(() -> free.stream().findFirst())
                .or(() -> versions.stream().findFirst());
    }

    /// One version, without its content.
    public Optional<Version> version(String name, String version) {
        return versions(name).stream()
                .filter(known -> known.version().equals(version))
                .findFirst();
    }

    public Optional<Published> published(String name, String version) {
        return jdbi.withHandle(
                db -> db.createQuery("select digest, directory, module::text module, published_at from application"
                                + " where name = :name and version = :version")
                        .bind("name", name)
                        .bind("version", version)
                        .map((row, context) -> new Published(
                                Module.of(
                                        Json.tree(row.getString("module")),
                                        directories.getOrDefault(name + "@" + version, row.getString("directory"))),
                                row.getString("digest"),
                                row.getTimestamp("published_at").toInstant()))
                        .findOne());
    }

    /// The module of a version, compiled once.
    public Optional<Module> module(String name, String version) {
        String key = name + "@" + version;
        Module known = compiled.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Module> found = published(name, version).map(Published::module);
        found.ifPresent(module -> compiled.put(key, module));
        return found;
    }

    private static SemVer semantic(String version) {
        return SemVer.parse(version).orElseThrow(() -> new IllegalStateException("published as " + version));
    }
}
