package org.fediversity.deployment.driver.edge;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.fediversity.deployment.driver.Edge;
import org.fediversity.deployment.driver.Endpoint;
import org.fediversity.deployment.driver.Outcome;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The routes: in the database for ever, in memory for every request.
@ApplicationScoped
public class RouteTable implements Edge {
    private final Jdbi jdbi;
    private final Map<String, Route> routes = new ConcurrentHashMap<>();

    RouteTable(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Where a host leads now.
    Optional<Route> find(String host) {
        return Optional.ofNullable(routes.get(host));
    }

    /// Reads what an earlier run left.
    void load() {
        jdbi.useHandle(db -> db.createQuery("select host, deployment, frozen, target_host, target_port from edge_route")
                .map((row, context) -> {
                    String deployment = row.getString("deployment");
                    Route route = row.getBoolean("frozen")
                            ? new Route.Frozen(deployment)
                            : new Route.Serving(
                                    deployment, new Endpoint(row.getString("target_host"), row.getInt("target_port")));
                    return Map.entry(row.getString("host"), route);
                })
                .forEach(entry -> routes.put(entry.getKey(), entry.getValue())));
    }

    @Override
    public synchronized Outcome serve(String deployment, Map<String, Endpoint> hosts) {
        Set<String> taken = new TreeSet<>();
        hosts.keySet().stream()
                .filter(host -> find(host)
                        .filter(route -> !route.deployment().equals(deployment))
                        .isPresent())
                .forEach(taken::add);
        if (!taken.isEmpty()) {
            return new Outcome.Refused(String.join(", ", taken) + " leads to another deployment");
        }
        jdbi.useTransaction(db -> {
            db.execute("delete from edge_route where deployment = ?", deployment);
            hosts.forEach((host, to) -> insert(db, host, deployment, to));
        });
        hosts.forEach((host, to) -> routes.put(host, new Route.Serving(deployment, to)));
        routes.entrySet()
                .removeIf(entry ->
                        entry.getValue().deployment().equals(deployment) && !hosts.containsKey(entry.getKey()));
        return new Outcome.Ready(
                hosts.isEmpty() ? "nothing to lead to" : String.join(", ", new TreeSet<>(hosts.keySet())));
    }

    private static void insert(Handle db, String host, String deployment, Endpoint to) {
        db.execute(
                "insert into edge_route (host, deployment, frozen, target_host, target_port) values (?, ?, false, ?, ?)",
                host,
                deployment,
                to.host(),
                to.port());
    }

    @Override
    public synchronized Outcome freeze(String deployment) {
        jdbi.useHandle(db -> db.execute("update edge_route set frozen = true where deployment = ?", deployment));
        routes.replaceAll((_, route) -> route.deployment().equals(deployment) ? new Route.Frozen(deployment) : route);
        return new Outcome.Ready("answers 503 with Retry-After");
    }

    @Override
    public synchronized Outcome forget(String deployment) {
        jdbi.useHandle(db -> db.execute("delete from edge_route where deployment = ?", deployment));
        routes.values().removeIf(route -> route.deployment().equals(deployment));
        return new Outcome.Ready("forgotten");
    }
}
