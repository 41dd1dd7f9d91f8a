package org.fediversity.provisioning.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fediversity.contracts.Assignment;
import org.fediversity.contracts.ResourceResult;
import org.fediversity.provisioning.domain.AllocationId;
import org.fediversity.provisioning.domain.Definition;
import org.fediversity.provisioning.domain.Holding;
import org.fediversity.provisioning.domain.Offer;
import org.fediversity.provisioning.driver.Credentials;
import org.fediversity.provisioning.driver.Driver;
import org.fediversity.provisioning.driver.Drivers;
import org.fediversity.provisioning.driver.Endpoint;
import org.fediversity.provisioning.driver.Order;
import org.fediversity.provisioning.driver.Outcome;
import org.fediversity.provisioning.driver.Secret;
import org.fediversity.provisioning.view.Allocations;
import org.fediversity.provisioning.view.Environments;

/// Hands assignments to drivers, and seals what comes back.
@ApplicationScoped
class Works {
    private static final String MIGRATION = "migration/";
    private final String setup;
    private final Drivers drivers;
    private final Credentials credentials;
    private final Environments environments;
    private final Allocations allocations;
    private final Memories memories;

    Works(
            @ConfigProperty(name = "fediversity.setup.name", defaultValue = "local") String setup,
            Drivers drivers,
            Credentials credentials,
            Environments environments,
            Allocations allocations,
            Memories memories) {
        this.setup = setup;
        this.drivers = drivers;
        this.credentials = credentials;
        this.environments = environments;
        this.allocations = allocations;
        this.memories = memories;
    }

    /// What came of one assignment.
    sealed interface Done {
        record Made(ResourceResult result) implements Done {}

        record Gone() implements Done {}

        record Not(String why) implements Done {}
    }

    /// @param request what asked for it
    Done ensure(AllocationId allocation, String request, Holding holding, Assignment assignment) {
        return request.startsWith(MIGRATION) && isLost(holding, assignment)
                ? new Done.Not(assignment.resource() + ": what shall move along is not at the source any more")
                : with(allocation, holding, assignment, (driver, order) -> driver.ensure(order));
    }

    /// A driver that was given nothing to carry would make something new, and the application would be another one.
    private boolean isLost(Holding holding, Assignment assignment) {
        return holding.carried().containsKey(assignment.resource())
                && carried(holding, assignment).isEmpty();
    }

    Done release(AllocationId allocation, Holding holding, Assignment assignment) {
        Done done = with(allocation, holding, assignment, (driver, order) -> driver.release(order));
        return switch (done) {
            case Done.Made _ -> {
                memories.forget(allocation, assignment);
                yield new Done.Gone();
            }
            case Done.Gone gone -> gone;
            case Done.Not not -> not;
        };
    }

    private interface Call {
        Outcome to(Driver driver, Order order);
    }

    private Done with(AllocationId allocation, Holding holding, Assignment assignment, Call call) {
        Optional<Driver> driver = drivers.named(assignment.type(), assignment.driver());
        if (driver.isEmpty()) {
            return new Done.Not("no driver '" + assignment.driver() + "' serves " + assignment.type());
        }
        Optional<Offer> offer = environments
                .named(allocation.environment())
                .map(Environments.Declared::definition)
                .flatMap((Definition definition) -> definition.offer(assignment.offer()));
        if (offer.isEmpty()) {
            return new Done.Not("the environment no longer offers '" + assignment.offer() + "'");
        }
        Map<String, Secret> carried;
        Endpoint endpoint;
        try {
            endpoint = credentials.endpoint(offer.get());
            carried = carried(holding, assignment);
        } catch (Credentials.Missing e) {
            return new Done.Not(assignment.offer() + ": " + e.getMessage());
        }
        Order order = new Order(
                setup,
                allocation,
                holding.domain(),
                assignment,
                endpoint,
                memories.of(allocation, assignment),
                carried);
        return switch (call.to(driver.get(), order)) {
            case Outcome.Ready ready -> new Done.Made(sealed(allocation, assignment, ready));
            case Outcome.InProgress(var what) -> new Done.Not(assignment.resource() + ": " + what);
            case Outcome.Refused(var why) -> new Done.Not(assignment.resource() + ": " + why);
            case Outcome.Unreachable(var why) -> new Done.Not(assignment.resource() + ": " + why);
        };
    }

    private ResourceResult sealed(AllocationId allocation, Assignment assignment, Outcome.Ready ready) {
        Map<String, String> references = new LinkedHashMap<>();
        ready.secrets()
                .forEach(
                        (field, value) -> references.put(field, memories.result(allocation, assignment, field, value)));
        return new ResourceResult(
                assignment.resource(),
                assignment.application(),
                assignment.name(),
                assignment.type(),
                assignment.driver(),
                ready.values(),
                references);
    }

    /// The fields of the secret that moves along: those the source was given, public ones included, because a key pair
    /// moves whole.
    private Map<String, Secret> carried(Holding holding, Assignment assignment) {
        return Optional.ofNullable(holding.carried().get(assignment.resource()))
                .flatMap(memories::whose)
                .flatMap(place -> allocations.now(place.allocation()).holding().result(place.resource()))
                .map(source -> {
                    Map<String, Secret> fields = new LinkedHashMap<>();
                    source.values().forEach((field, value) -> fields.put(field, new Secret(value.toString())));
                    source.secrets().forEach((field, reference) -> fields.put(field, memories.open(reference)));
                    return fields;
                })
                .orElse(new LinkedHashMap<>());
    }
}
