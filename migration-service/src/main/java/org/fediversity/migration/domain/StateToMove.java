package org.fediversity.migration.domain;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fediversity.contracts.Requirements;
import org.fediversity.contracts.ResourceResult;

/// One component of the state that must survive.
///
/// @param name `<application>/<state>`
/// @param kind resource type
public record StateToMove(String name, String resource, String kind, boolean identity) {
    /// Of all applications, identity first, then in the order in which the modules list them: nothing else is worth
    /// moving without it.
    public static List<StateToMove> of(Requirements requirements) {
        Map<String, String> kinds = requirements.resources().stream()
                .collect(Collectors.toMap(
                        Requirements.RequiredResource::id, Requirements.RequiredResource::type, (a, _) -> a));
        List<StateToMove> all = requirements.applications().stream()
                .flatMap(application -> application.state().stream()
                        .map(state -> new StateToMove(
                                application.name() + "/" + state.name(),
                                state.resource(),
                                kinds.getOrDefault(state.resource(), ""),
                                state.identity())))
                .toList();
        return java.util.stream.Stream.concat(
                        all.stream().filter(StateToMove::identity), all.stream().filter(state -> !state.identity()))
                .toList();
    }

    /// Identities that have no value at the source; with one of them missing a transfer must not start.
    public static List<StateToMove> identitiesWithoutValue(
            Requirements requirements, List<ResourceResult> source, Secrets secrets) {
        Map<String, ResourceResult> results =
                source.stream().collect(Collectors.toMap(ResourceResult::id, Function.identity(), (a, _) -> a));
        return of(requirements).stream()
                .filter(StateToMove::identity)
                .filter(state -> !hasValue(state, results, secrets))
                .toList();
    }

    private static boolean hasValue(StateToMove state, Map<String, ResourceResult> results, Secrets secrets) {
        ResourceResult result = results.get(state.resource());
        if (result == null) {
            return false;
        }
        return !state.kind().equals("secret")
                || (!result.secrets().isEmpty()
                        && result.secrets().values().stream().allMatch(reference -> secrets.open(reference)
                                .filter(value -> !value.isEmpty())
                                .isPresent()));
    }
}
