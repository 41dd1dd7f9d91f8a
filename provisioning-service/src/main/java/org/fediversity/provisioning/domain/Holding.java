package org.fediversity.provisioning.domain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.fediversity.contracts.Assignment;
import org.fediversity.contracts.ProvisioningEvent.ResourcesReserved;
import org.fediversity.contracts.ResourceResult;

/// What an allocation holds.
///
/// @param wanted  what the latest reservation assigned
/// @param surplus what earlier ones assigned and the latest no longer needs; kept until its rollout has succeeded
/// @param carried resource id to the reference of the secret whose value it shall have
/// @param results what was provisioned last
public record Holding(
        String operator,
        String domain,
        List<Assignment> wanted,
        List<Assignment> surplus,
        Map<String, String> carried,
        List<ResourceResult> results) {
    public static final Holding NOTHING = new Holding("", "", List.of(), List.of(), Map.of(), List.of());
    private static final Set<String> STATEFUL = Set.of("postgresql", "redis", "bucket", "volume", "secret");

    public Holding {
        wanted = Plain.list(wanted);
        surplus = Plain.list(surplus);
        carried = Plain.map(carried);
        results = Plain.list(results);
    }

    public List<Assignment> all() {
        return Stream.concat(wanted.stream(), surplus.stream()).toList();
    }

    /// What serves a resource now.
    public Optional<Assignment> serving(String resource) {
        return wanted.stream()
                .filter(assignment -> assignment.resource().equals(resource))
                .findFirst();
    }

    /// What was provisioned for a resource.
    public Optional<ResourceResult> result(String resource) {
        return results.stream().filter(result -> result.id().equals(resource)).findFirst();
    }

    /// Whether the assignment means another thing in the outside world than what serves its resource now.
    public boolean replaces(Assignment next) {
        return serving(next.resource()).filter(now -> !same(now, next)).isPresent();
    }

    Holding reserved(ResourcesReserved event) {
        List<Assignment> left = surplusBeside(event.assignments());
        return new Holding(event.operator(), event.domain(), event.assignments(), left, event.carried(), results);
    }

    /// What is held now and would be surplus if these were wanted instead.
    public List<Assignment> surplusBeside(List<Assignment> next) {
        return all().stream()
                .filter(old -> next.stream().noneMatch(now -> same(old, now)))
                .toList();
    }

    Holding provisioned(List<ResourceResult> results) {
        return new Holding(operator, domain, wanted, surplus, carried, results);
    }

    Holding without(List<String> resources) {
        return new Holding(
                operator,
                domain,
                wanted,
                surplus.stream()
                        .filter(assignment -> !resources.contains(assignment.resource()))
                        .toList(),
                carried,
                results);
    }

    /// What of it keeps state: losing one of these is losing data, or identity.
    public List<Assignment> state() {
        return all().stream().filter(Holding::isState).toList();
    }

    /// Its state is wanted, all else is surplus.
    Holding stateAlone() {
        List<Assignment> rest =
                all().stream().filter(assignment -> !isState(assignment)).toList();
        return new Holding(operator, domain, state(), rest, carried, results);
    }

    static boolean isState(Assignment assignment) {
        return STATEFUL.contains(assignment.type());
    }

    /// Whether two assignments mean the same thing in the outside world.
    static boolean same(Assignment one, Assignment other) {
        return one.resource().equals(other.resource())
                && one.type().equals(other.type())
                && one.offer().equals(other.offer())
                && one.driver().equals(other.driver());
    }
}
