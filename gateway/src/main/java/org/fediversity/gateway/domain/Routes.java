package org.fediversity.gateway.domain;

import static org.fediversity.gateway.domain.Role.AUDITOR;
import static org.fediversity.gateway.domain.Role.MAINTAINER;
import static org.fediversity.gateway.domain.Role.OPERATOR;
import static org.fediversity.gateway.domain.Role.PROVIDER;
import static org.fediversity.gateway.domain.Route.Trait.SHOWS_SECRET;
import static org.fediversity.gateway.domain.Route.Trait.STREAMS_IN;
import static org.fediversity.gateway.domain.Service.CONFIG;
import static org.fediversity.gateway.domain.Service.DEPLOYMENT;
import static org.fediversity.gateway.domain.Service.GATEWAY;
import static org.fediversity.gateway.domain.Service.MIGRATION;
import static org.fediversity.gateway.domain.Service.PROVISIONING;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Everything the gateway lets in, and whom. What is not in this table does not exist for the outside. Ownership is not
/// a matter of roles: whoever answers a request checks it and says 404 for what belongs to somebody else.
public final class Routes {
    /// All paths begin with it.
    public static final String BASE = "/api/v1";

    private static final Set<Role> NOBODY_IN_PARTICULAR = Set.of();
    private static final Set<Role> EVERYBODY = Set.of(Role.values());
    private static final Set<Role> OPERATORS = Set.of(OPERATOR);
    private static final Set<Role> PROVIDERS = Set.of(PROVIDER);
    private static final Set<Role> MAINTAINERS = Set.of(MAINTAINER);
    private static final Set<Role> WATCHERS = Set.of(OPERATOR, PROVIDER, AUDITOR);
    private static final Set<Role> SUBSCRIBERS = Set.of(OPERATOR, PROVIDER);

    private static final List<Route> TABLE = List.of(
            get("/capabilities", GATEWAY, NOBODY_IN_PARTICULAR),
            get("/applications", CONFIG, EVERYBODY),
            post("/applications", CONFIG, MAINTAINERS),
            get("/applications/{name}", CONFIG, EVERYBODY),
            get("/applications/{name}/versions/{version}", CONFIG, EVERYBODY),
            patch("/applications/{name}/versions/{version}", CONFIG, MAINTAINERS),
            get("/applications/{name}/versions/{version}/schema", CONFIG, EVERYBODY),
            get("/resource-types", CONFIG, EVERYBODY),
            get("/resource-types/{type}", CONFIG, EVERYBODY),
            //
            get("/environments", PROVISIONING, EVERYBODY),
            post("/environments", PROVISIONING, PROVIDERS),
            get("/environments/{name}", PROVISIONING, EVERYBODY),
            get("/environments/{name}/differences", GATEWAY, EVERYBODY),
            put("/environments/{name}", PROVISIONING, PROVIDERS),
            get("/environments/{name}/capacity", PROVISIONING, Set.of(PROVIDER, AUDITOR)),
            post("/environments/{name}/impact-assessments", PROVISIONING, PROVIDERS),
            //
            post("/operators", CONFIG, OPERATORS),
            get("/operators/me", CONFIG, OPERATORS),
            patch("/operators/me", CONFIG, OPERATORS),
            delete("/operators/me", CONFIG, OPERATORS),
            get("/domains", CONFIG, OPERATORS),
            post("/domains", CONFIG, OPERATORS),
            get("/domains/{name}", CONFIG, OPERATORS),
            post("/domains/{name}/verifications", CONFIG, OPERATORS),
            //
            get("/deployments", DEPLOYMENT, WATCHERS),
            post("/deployments", DEPLOYMENT, OPERATORS),
            get("/deployments/{id}", DEPLOYMENT, WATCHERS),
            get("/deployments/{id}/differences", GATEWAY, WATCHERS),
            delete("/deployments/{id}", DEPLOYMENT, OPERATORS),
            get("/deployments/{id}/configuration", CONFIG, WATCHERS),
            get("/deployments/{id}/configuration/differences", GATEWAY, WATCHERS),
            post("/deployments/{id}/configuration", CONFIG, OPERATORS),
            patch("/deployments/{id}/configuration", CONFIG, OPERATORS),
            delete("/deployments/{id}/configuration", CONFIG, OPERATORS),
            get("/deployments/{id}/configuration/schema", CONFIG, WATCHERS),
            get("/deployments/{id}/configuration/diff", CONFIG, WATCHERS),
            get("/deployments/{id}/configuration/revisions", CONFIG, WATCHERS),
            get("/deployments/{id}/configuration/revisions/{n}", CONFIG, WATCHERS),
            get("/deployments/{id}/upgrade-paths", CONFIG, WATCHERS),
            get("/deployments/{id}/plan", DEPLOYMENT, WATCHERS),
            post("/deployments/{id}/deploy", DEPLOYMENT, OPERATORS),
            get("/deployments/{id}/rollouts", DEPLOYMENT, WATCHERS),
            get("/deployments/{id}/rollouts/{n}", DEPLOYMENT, WATCHERS),
            post("/deployments/{id}/rollouts/{n}/cancel", DEPLOYMENT, OPERATORS),
            get("/deployments/{id}/rollouts/{n}/logs", DEPLOYMENT, WATCHERS),
            post("/deployments/{id}/rollback", DEPLOYMENT, OPERATORS),
            get("/deployments/{id}/logs", DEPLOYMENT, WATCHERS),
            get("/deployments/{id}/progress", GATEWAY, WATCHERS),
            get("/deployments/{id}/history", GATEWAY, WATCHERS),
            post("/deployments/{id}/drift-checks", DEPLOYMENT, OPERATORS),
            get("/deployments/{id}/tokens", DEPLOYMENT, OPERATORS),
            post("/deployments/{id}/tokens", DEPLOYMENT, OPERATORS).with(SHOWS_SECRET),
            delete("/deployments/{id}/tokens/{t}", DEPLOYMENT, OPERATORS),
            //
            get("/deployments/{id}/backup-repository", MIGRATION, OPERATORS),
            put("/deployments/{id}/backup-repository", MIGRATION, OPERATORS),
            get("/deployments/{id}/backups", MIGRATION, WATCHERS),
            post("/deployments/{id}/backups", MIGRATION, OPERATORS),
            get("/backups/{backup}", MIGRATION, WATCHERS),
            post("/backups/{backup}/verifications", MIGRATION, OPERATORS),
            post("/backups/{backup}/restores", MIGRATION, OPERATORS),
            get("/deployments/{id}/takeouts", MIGRATION, WATCHERS),
            post("/deployments/{id}/takeouts", MIGRATION, OPERATORS),
            get("/takeouts/{takeout}", MIGRATION, WATCHERS),
            get("/takeouts/{takeout}/bundle", MIGRATION, OPERATORS),
            post("/imports", MIGRATION, OPERATORS).with(STREAMS_IN),
            get("/imports/{id}", MIGRATION, OPERATORS),
            put("/imports/{id}/parts/{n}", MIGRATION, OPERATORS).with(STREAMS_IN),
            get("/deployments/{id}/migrations", MIGRATION, WATCHERS),
            post("/deployments/{id}/migrations", MIGRATION, OPERATORS),
            get("/migrations", MIGRATION, WATCHERS),
            post("/migrations", MIGRATION, OPERATORS),
            get("/migrations/{id}", MIGRATION, WATCHERS),
            get("/migrations/{id}/differences", GATEWAY, WATCHERS),
            get("/migrations/{id}/progress", GATEWAY, WATCHERS),
            post("/migrations/{id}/rehearsals", MIGRATION, OPERATORS),
            post("/migrations/{id}/cutover", MIGRATION, OPERATORS),
            post("/migrations/{id}/abort", MIGRATION, OPERATORS),
            post("/migrations/{id}/confirm", MIGRATION, OPERATORS),
            //
            get("/webhooks", GATEWAY, SUBSCRIBERS),
            post("/webhooks", GATEWAY, SUBSCRIBERS).with(SHOWS_SECRET),
            get("/webhooks/{id}", GATEWAY, SUBSCRIBERS),
            patch("/webhooks/{id}", GATEWAY, SUBSCRIBERS),
            delete("/webhooks/{id}", GATEWAY, SUBSCRIBERS),
            post("/webhooks/{id}/test", GATEWAY, SUBSCRIBERS),
            post("/webhooks/{id}/secret-rotations", GATEWAY, SUBSCRIBERS).with(SHOWS_SECRET),
            get("/webhooks/{id}/deliveries", GATEWAY, SUBSCRIBERS),
            get("/webhooks/{id}/deliveries/{delivery}", GATEWAY, SUBSCRIBERS),
            post("/webhooks/{id}/deliveries/{delivery}/redeliver", GATEWAY, SUBSCRIBERS),
            post("/webhooks/{id}/replays", GATEWAY, SUBSCRIBERS),
            //
            get("/events", GATEWAY, WATCHERS),
            get("/events/{position}", GATEWAY, WATCHERS),
            get("/ledger/checkpoint", GATEWAY, WATCHERS),
            get("/ledger/proofs/inclusion", GATEWAY, WATCHERS),
            get("/ledger/proofs/consistency", GATEWAY, WATCHERS),
            get("/ledger/entries/{position}/leaf", GATEWAY, WATCHERS));

    private Routes() {}

    /// The whole table.
    public static List<Route> all() {
        return TABLE;
    }

    /// What became of looking up a request.
    public sealed interface Match {
        /// @param values what the placeholders of the template stand for
        record Found(Route route, Map<String, String> values) implements Match {}

        /// The path exists, but not with this method.
        record OtherMethod(Set<String> allowed) implements Match {}

        record Unknown() implements Match {}
    }

    /// @param path whole, e.g. `/api/v1/deployments`; HEAD is looked up as GET
    public static Match find(String method, String path) {
        if (!path.startsWith(BASE + "/")) {
            return new Match.Unknown();
        }
        List<String> segments = List.of(path.substring(BASE.length() + 1).split("/", -1));
        String wanted = method.equals("HEAD") ? "GET" : method;
        // A literal segment goes before a placeholder: /operators/me is not an operator called "me".
        Optional<Match> found = TABLE.stream()
                .filter(route -> route.method().equals(wanted))
                .sorted(Comparator.comparingLong(Route::placeholders))
                .flatMap(
                        route -> route.matches(segments).map(values -> (Match) new Match.Found(route, values)).stream())
                .findFirst();
        if (found.isPresent()) {
            return found.get();
        }
        Set<String> allowed = new TreeSet<>();
        TABLE.stream().filter(route -> route.matches(segments).isPresent()).forEach(route -> {
            allowed.add(route.method());
            if (route.method().equals("GET")) {
                allowed.add("HEAD");
            }
        });
        return allowed.isEmpty() ? new Match.Unknown() : new Match.OtherMethod(allowed);
    }

    private static Route get(String template, Service service, Set<Role> roles) {
        return new Route("GET", template, service, roles, Set.of(), Optional.empty());
    }

    private static Route post(String template, Service service, Set<Role> roles) {
        return new Route("POST", template, service, roles, Set.of(), Optional.empty());
    }

    private static Route put(String template, Service service, Set<Role> roles) {
        return new Route("PUT", template, service, roles, Set.of(), Optional.empty());
    }

    private static Route patch(String template, Service service, Set<Role> roles) {
        return new Route("PATCH", template, service, roles, Set.of(), Optional.empty());
    }

    private static Route delete(String template, Service service, Set<Role> roles) {
        return new Route("DELETE", template, service, roles, Set.of(), Optional.empty());
    }
}
