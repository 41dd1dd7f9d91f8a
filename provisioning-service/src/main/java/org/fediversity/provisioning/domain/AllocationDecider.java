package org.fediversity.provisioning.domain;

import static org.fediversity.runtime.Decision.accepted;
import static org.fediversity.runtime.Decision.nothingToDo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fediversity.contracts.Assignment;
import org.fediversity.contracts.ProvisioningEvent.AllocationEvent;
import org.fediversity.contracts.ProvisioningEvent.ProvisioningFailed;
import org.fediversity.contracts.ProvisioningEvent.ReleaseRequested;
import org.fediversity.contracts.ProvisioningEvent.ResourcesProvisioned;
import org.fediversity.contracts.ProvisioningEvent.ResourcesReleased;
import org.fediversity.contracts.ProvisioningEvent.ResourcesReserved;
import org.fediversity.contracts.ProvisioningEvent.StateKept;
import org.fediversity.contracts.ProvisioningEvent.SurplusReleaseRequested;
import org.fediversity.contracts.ProvisioningEvent.SurplusReleased;
import org.fediversity.contracts.Requirements.StatePlan;
import org.fediversity.provisioning.domain.Allocation.Failed;
import org.fediversity.provisioning.domain.Allocation.Kept;
import org.fediversity.provisioning.domain.Allocation.Provisioning;
import org.fediversity.provisioning.domain.Allocation.Ready;
import org.fediversity.provisioning.domain.Allocation.Released;
import org.fediversity.provisioning.domain.Allocation.Releasing;
import org.fediversity.provisioning.domain.Allocation.Unallocated;
import org.fediversity.provisioning.domain.AllocationCommand.CompleteProvisioning;
import org.fediversity.provisioning.domain.AllocationCommand.CompleteRelease;
import org.fediversity.provisioning.domain.AllocationCommand.CompleteSurplusRelease;
import org.fediversity.provisioning.domain.AllocationCommand.FailProvisioning;
import org.fediversity.provisioning.domain.AllocationCommand.GiveUp;
import org.fediversity.provisioning.domain.AllocationCommand.KeepState;
import org.fediversity.provisioning.domain.AllocationCommand.Release;
import org.fediversity.provisioning.domain.AllocationCommand.ReleaseSurplus;
import org.fediversity.provisioning.domain.AllocationCommand.Reserve;
import org.fediversity.provisioning.domain.AllocationCommand.Source;
import org.fediversity.runtime.Decider;
import org.fediversity.runtime.Decision;

/// When resources are reserved, ready, failed and released. It never refuses: whoever asks is another service, and
/// learns of a no by the event [ProvisioningFailed].
public enum AllocationDecider implements Decider<AllocationCommand, Allocation, AllocationEvent> {
    INSTANCE;

    @Override
    public Allocation initial() {
        return new Unallocated();
    }

    @Override
    public Decision decide(AllocationCommand command, Allocation state) {
        return switch (command) {
            case Reserve reserve -> reserve(reserve, state);
            case CompleteProvisioning(var id, var request, var results) ->
                switch (state) {
                    case Provisioning running
                    when running.request().equals(request) ->
                        accepted(new ResourcesProvisioned(id.deployment(), id.environment(), request, results));
                    case Unallocated _, Provisioning _, Ready _, Failed _, Kept _, Releasing _, Released _ ->
                        nothingToDo();
                };
            case FailProvisioning(var id, var request, var reason) ->
                switch (state) {
                    case Provisioning running
                    when running.request().equals(request) ->
                        accepted(new ProvisioningFailed(id.deployment(), id.environment(), request, reason));
                    case Unallocated _, Provisioning _, Ready _, Failed _, Kept _, Releasing _, Released _ ->
                        nothingToDo();
                };
            case ReleaseSurplus(var id, var request) ->
                switch (state) {
                    case Ready(var ready, var holding)
                    when ready.equals(request) && !holding.surplus().isEmpty() ->
                        accepted(new SurplusReleaseRequested(
                                id.deployment(), id.environment(), request, resources(holding.surplus())));
                    case Unallocated _, Provisioning _, Ready _, Failed _, Kept _, Releasing _, Released _ ->
                        nothingToDo();
                };
            case CompleteSurplusRelease(var id, var resources) ->
                switch (state) {
                    case Provisioning _, Ready _, Failed _, Kept _ ->
                        resources(state.holding().surplus()).stream().anyMatch(resources::contains)
                                ? accepted(new SurplusReleased(id.deployment(), id.environment(), resources))
                                : nothingToDo();
                    case Unallocated _, Releasing _, Released _ -> nothingToDo();
                };
            case GiveUp(var id, var request) ->
                heldFor(state).equals(Optional.of(request))
                        ? accepted(new ReleaseRequested(id.deployment(), id.environment(), request))
                        : nothingToDo();
            case Release(var id, var request) ->
                switch (state) {
                    case Provisioning _, Ready _, Failed _, Kept _ ->
                        accepted(new ReleaseRequested(id.deployment(), id.environment(), request));
                    case Unallocated _, Releasing _, Released _ -> nothingToDo();
                };
            case KeepState(var id, var request) ->
                switch (state) {
                    case Provisioning _, Ready _, Failed _ -> keepState(id, request, state.holding());
                    case Unallocated _, Kept _, Releasing _, Released _ -> nothingToDo();
                };
            case CompleteRelease(var id) ->
                switch (state) {
                    case Releasing _ -> accepted(new ResourcesReleased(id.deployment(), id.environment()));
                    case Unallocated _, Provisioning _, Ready _, Failed _, Kept _, Released _ -> nothingToDo();
                };
        };
    }

    private static Decision keepState(AllocationId id, String request, Holding held) {
        List<String> state = resources(held.state());
        return accepted(
                state.isEmpty()
                        ? new ReleaseRequested(id.deployment(), id.environment(), request)
                        : new StateKept(id.deployment(), id.environment(), request, state));
    }

    private static Decision reserve(Reserve asked, Allocation state) {
        return switch (state) {
            case Provisioning _, Ready _, Failed _
            when heldFor(state).equals(Optional.of(asked.request())) -> nothingToDo();
            case Kept _ -> failed(asked, "the deployment is retired; only its state is kept here");
            case Releasing _ -> failed(asked, "what was held here before is still being released; try again shortly");
            case Provisioning _, Ready _, Failed _
            when asked.source().isPresent() ->
                failed(
                        asked,
                        "the environment still holds what the deployment used there before; confirm or abort the"
                                + " earlier migration first");
            case Unallocated _, Provisioning _, Ready _, Failed _, Released _ -> assign(asked, state.holding());
        };
    }

    /// The request that what is held now was reserved for.
    private static Optional<String> heldFor(Allocation state) {
        return switch (state) {
            case Provisioning(var request, var held) -> Optional.of(request);
            case Ready(var request, var held) -> Optional.of(request);
            case Failed(var request, var held, var reason) -> Optional.of(request);
            case Unallocated _, Kept _, Releasing _, Released _ -> Optional.empty();
        };
    }

    private static Decision assign(Reserve asked, Holding now) {
        if (asked.place().isEmpty()) {
            return failed(
                    asked, "there is no environment '" + asked.allocation().environment() + "'");
        }
        Map<String, String> carried = new LinkedHashMap<>(now.carried());
        if (asked.source().isPresent()) {
            Source source = asked.source().get();
            if (source.environment().equals(asked.allocation().environment())) {
                return failed(asked, "source and target of the migration are the same environment");
            }
            Optional<String> missing = carry(asked, source, carried);
            if (missing.isPresent()) {
                return failed(asked, "the identity secret " + missing.get() + " was not found at the source");
            }
        }
        return switch (PolicyMapping.assign(Demand.of(asked), asked.place().get(), now)) {
            case PolicyMapping.Infeasible(var problems) ->
                failed(
                        asked,
                        problems.stream().map(PolicyMapping.Problem::toString).collect(Collectors.joining("; ")));
            case PolicyMapping.Feasible(var assignments) ->
                accepted(new ResourcesReserved(
                        asked.allocation().deployment(),
                        asked.allocation().environment(),
                        asked.operator(),
                        asked.domain(),
                        asked.request(),
                        assignments,
                        carried));
        };
    }

    /// Notes which secrets move along; answers an identity secret that the source does not have, if there is one.
    private static Optional<String> carry(Reserve asked, Source source, Map<String, String> carried) {
        List<String> secrets = asked.requirements().resources().stream()
                .filter(resource -> resource.type().equals("secret"))
                .map(resource -> resource.id())
                .toList();
        List<StatePlan> moving = asked.requirements().applications().stream()
                .flatMap(application -> application.state().stream())
                .filter(state -> secrets.contains(state.resource()))
                .toList();
        for (StatePlan state : moving) {
            Optional<String> reference = source.results().stream()
                    .filter(result -> result.id().equals(state.resource()))
                    .flatMap(result -> result.secrets().values().stream())
                    .findFirst();
            if (reference.isPresent()) {
                carried.put(state.resource(), reference.get());
            } else if (state.identity()) {
                return Optional.of(state.resource());
            }
        }
        return Optional.empty();
    }

    private static Decision failed(Reserve asked, String reason) {
        return accepted(new ProvisioningFailed(
                asked.allocation().deployment(), asked.allocation().environment(), asked.request(), reason));
    }

    private static List<String> resources(List<Assignment> assignments) {
        return assignments.stream().map(Assignment::resource).distinct().toList();
    }

    @Override
    public Allocation evolve(Allocation state, AllocationEvent event) {
        Holding now = state.holding();
        return switch (event) {
            case ResourcesReserved reserved -> new Provisioning(reserved.request(), now.reserved(reserved));
            case ResourcesProvisioned provisioned ->
                new Ready(provisioned.request(), now.provisioned(provisioned.results()));
            case ProvisioningFailed failed ->
                switch (state) {
                    case Provisioning(var request, var holding)
                    when request.equals(failed.request()) -> new Failed(request, holding, failed.reason());
                    case Unallocated _, Provisioning _, Ready _, Failed _, Kept _, Releasing _, Released _ -> state;
                };
            case SurplusReleaseRequested _ -> state;
            case SurplusReleased released -> without(state, released.resources());
            case StateKept _ -> new Kept(now.stateAlone());
            case ReleaseRequested release -> new Releasing(release.request(), now);
            case ResourcesReleased _ -> new Released();
        };
    }

    private static Allocation without(Allocation state, List<String> gone) {
        return switch (state) {
            case Provisioning(var request, var holding) -> new Provisioning(request, holding.without(gone));
            case Ready(var request, var holding) -> new Ready(request, holding.without(gone));
            case Failed(var request, var holding, var reason) -> new Failed(request, holding.without(gone), reason);
            case Kept(var holding) -> new Kept(holding.without(gone));
            case Releasing(var request, var holding) -> new Releasing(request, holding.without(gone));
            case Unallocated _, Released _ -> state;
        };
    }
}
