package org.fediversity.deployment.domain;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.fediversity.contracts.PinnedApplication;

/// What a deployment is, whatever it does.
///
/// @param rollouts how many there have been
/// @param tokens   ids of the tokens that were not revoked
/// @param drift    what was last seen to differ from what was deployed
public record About(
        String id,
        String operator,
        String name,
        String environment,
        String topology,
        String domain,
        List<PinnedApplication> applications,
        int rollouts,
        Set<String> tokens,
        List<String> drift) {
    public About {
        applications = List.copyOf(applications);
        tokens = Set.copyOf(tokens);
        drift = List.copyOf(drift);
    }

    About rolledOut(int number) {
        return new About(id, operator, name, environment, topology, domain, applications, number, tokens, drift);
    }

    About movedTo(String place, String shape) {
        return new About(id, operator, name, place, shape, domain, applications, rollouts, tokens, drift);
    }

    About withToken(String token) {
        var more = new TreeSet<>(tokens);
        more.add(token);
        return new About(id, operator, name, environment, topology, domain, applications, rollouts, more, drift);
    }

    About withoutToken(String token) {
        var fewer = new TreeSet<>(tokens);
        fewer.remove(token);
        return new About(id, operator, name, environment, topology, domain, applications, rollouts, fewer, drift);
    }

    About drifted(List<String> differences) {
        return new About(
                id, operator, name, environment, topology, domain, applications, rollouts, tokens, differences);
    }
}
