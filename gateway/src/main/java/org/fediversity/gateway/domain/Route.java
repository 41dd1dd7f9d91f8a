package org.fediversity.gateway.domain;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One operation of the public API.
///
/// @param template path below the base, e.g. `/deployments/{id}/progress`
/// @param roles    any one of these is needed; empty: no token is needed
/// @param traits   what the door does differently for it
public record Route(
        String method,
        String template,
        Service service,
        Set<Role> roles,
        Set<Trait> traits,
        Optional<Deprecation> deprecation) {

    /// What the door does differently.
    public enum Trait {
        /// The body may be of any size and is passed on as it comes.
        STREAMS_IN,
        /// The answer shows a secret once; if it is kept for a repeated request, it is kept sealed.
        SHOWS_SECRET
    }

    public Route {
        roles = Set.copyOf(roles);
        traits = Set.copyOf(traits);
    }

    Route with(Trait trait) {
        return new Route(method, template, service, roles, Set.of(trait), deprecation);
    }

    /// Every answer says so from then on, and so does the API's description.
    Route deprecated(Deprecation why) {
        return new Route(method, template, service, roles, traits, Optional.of(why));
    }

    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    public boolean isPublic() {
        return roles.isEmpty();
    }

    List<String> segments() {
        return List.of(template.substring(1).split("/", -1));
    }

    /// What the placeholders stand for in this path; empty if the path is another.
    Optional<Map<String, String>> matches(List<String> path) {
        List<String> mine = segments();
        if (mine.size() != path.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < mine.size(); i++) {
            String segment = mine.get(i);
            if (segment.startsWith("{")) {
                if (path.get(i).isEmpty()) {
                    return Optional.empty();
                }
                values.put(segment.substring(1, segment.length() - 1), path.get(i));
            } else if (!segment.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(Map.copyOf(values));
    }

    long placeholders() {
        return segments().stream().filter(segment -> segment.startsWith("{")).count();
    }
}
