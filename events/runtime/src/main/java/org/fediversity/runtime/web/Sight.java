package org.fediversity.runtime.web;

import java.util.Set;
import java.util.function.Function;

/// Which deployments a caller may look at: an auditor all, an operator their own, a provider those in the environments
/// they provide. Whatever is out of sight is not there. Looking is not touching: changes are for the owner alone.
///
/// @param all          whether it is all of them
/// @param operator     whose; empty for nobody's
/// @param environments names of the environments in which it is all of them
public record Sight(boolean all, String operator, Set<String> environments) {
    public Sight {
        environments = Set.copyOf(environments);
    }

    /// @param provided answers the environments of a provider, by subject; asked only for providers
    public static Sight of(Caller caller, Function<String, Set<String>> provided) {
        return new Sight(
                caller.is("auditor"),
                caller.is("operator") ? caller.subject() : "",
                caller.is("provider") && !caller.is("auditor") ? provided.apply(caller.subject()) : Set.of());
    }

    /// Whether a deployment of this operator in this environment is in sight.
    public boolean reaches(String owner, String environment) {
        return all || owner.equals(operator) || environments.contains(environment);
    }
}
