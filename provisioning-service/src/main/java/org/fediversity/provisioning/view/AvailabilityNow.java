package org.fediversity.provisioning.view;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.fediversity.contracts.Assignment;
import org.fediversity.provisioning.domain.Allocation;
import org.fediversity.provisioning.domain.AllocationId;
import org.fediversity.provisioning.domain.Availability;
import org.fediversity.provisioning.domain.Place;
import org.jdbi.v3.core.Jdbi;

/// Availability read from the truth, under a lock per environment that ends with the transaction.
@ApplicationScoped
class AvailabilityNow implements Availability {
    private final Jdbi jdbi;
    private final Environments environments;
    private final Allocations allocations;

    AvailabilityNow(Jdbi jdbi, Environments environments, Allocations allocations) {
        this.jdbi = jdbi;
        this.environments = environments;
        this.allocations = allocations;
    }

    @Override
    public Optional<Place> hold(AllocationId asking) {
        jdbi.useHandle(db -> db.createQuery("select pg_advisory_xact_lock(hashtextextended(:environment, 100))")
                .bind("environment", "environment:" + asking.environment())
                .mapTo(String.class)
                .list());
        return look(asking);
    }

    @Override
    public Optional<Place> look(AllocationId asking) {
        return environments.named(asking.environment()).map(declared -> {
            List<Assignment> others = allocations.in(asking.environment()).entrySet().stream()
                    .filter(entry -> !entry.getKey().equals(asking))
                    .flatMap(entry -> entry.getValue().held().stream())
                    .toList();
            return new Place(declared.definition(), Place.held(others));
        });
    }

    @Override
    public Allocation allocation(AllocationId id) {
        return allocations.now(id);
    }

    @Override
    public List<AllocationId> allocationsOf(String deployment) {
        return allocations.of(deployment);
    }
}
