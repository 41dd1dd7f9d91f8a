package org.fediversity.provisioning.view;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fediversity.contracts.ProvisioningEvent.AllocationEvent;
import org.fediversity.provisioning.domain.Allocation;
import org.fediversity.provisioning.domain.AllocationDecider;
import org.fediversity.provisioning.domain.AllocationId;
import org.fediversity.runtime.EventCatalogue;
import org.fediversity.runtime.Json;
import org.jdbi.v3.core.Jdbi;

/// Allocations as they are at this very moment: what the view shows, and on top of it the stored events that it does
/// not show yet. Both are read by one statement, so nothing slips through between them.
@ApplicationScoped
public class Allocations {
    private static final String STATE = "state";
    private static final String NOW = """
            select stream, sequence, 'state' as kind, state::text as content from allocation where %1$s
            union all
            select e.aggregate_identifier, e.sequence_number, e.payload_type, e.payload::text
            from domain_event_entry e left join allocation a on a.stream = e.aggregate_identifier
            where e.type = 'allocation' and e.payload ->> 'environment' = :environment and %2$s
              and e.sequence_number > coalesce(a.sequence, -1)
            order by 1, 2
            """;
    private final Jdbi jdbi;

    Allocations(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private record Row(String stream, String kind, String content) {}

    /// The state of one.
    public Allocation now(AllocationId id) {
        return read(
                        "stream = :stream",
                        "e.aggregate_identifier = :stream",
                        Map.of("stream", id.stream(), "environment", id.environment()))
                .getOrDefault(id, AllocationDecider.INSTANCE.initial());
    }

    /// The states of all in an environment.
    public Map<AllocationId, Allocation> in(String environment) {
        return read("environment = :environment", "true", Map.of("environment", environment));
    }

    /// Ids of all that a deployment ever had.
    public List<AllocationId> of(String deployment) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select distinct payload ->> 'environment' from domain_event_entry
                        where type = 'allocation' and payload ->> 'deployment' = :deployment
                        """)
                .bind("deployment", deployment)
                .mapTo(String.class)
                .map(environment -> new AllocationId(deployment, environment))
                .list());
    }

    private Map<AllocationId, Allocation> read(String states, String events, Map<String, String> parameters) {
        List<Row> rows = jdbi.withHandle(db -> db.createQuery(NOW.formatted(states, events))
                .bindMap(parameters)
                .map((row, _) -> new Row(row.getString("stream"), row.getString("kind"), row.getString("content")))
                .list());
        Map<AllocationId, Allocation> now = new LinkedHashMap<>();
        for (Row row : rows) {
            AllocationId id = AllocationId.parse(row.stream().substring("allocation:".length()));
            Allocation before = now.getOrDefault(id, AllocationDecider.INSTANCE.initial());
            now.put(
                    id,
                    row.kind().equals(STATE)
                            ? Json.read(row.content(), Allocation.class)
                            : AllocationDecider.INSTANCE.evolve(before, event(row)));
        }
        return now;
    }

    private static AllocationEvent event(Row row) {
        return EventCatalogue.named(row.kind())
                .map(type -> (AllocationEvent) Json.read(row.content(), type))
                .orElseThrow(() -> new IllegalStateException("an allocation holds an unknown " + row.kind()));
    }
}
