package org.fediversity.migration.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fediversity.contracts.ResourceResult;
import org.fediversity.migration.domain.Environments;
import org.fediversity.migration.domain.Secrets;
import org.fediversity.migration.domain.StateToMove;
import org.fediversity.migration.driver.StateDriver;
import org.fediversity.migration.driver.StateDrivers;
import org.fediversity.migration.driver.StatePlace;
import org.fediversity.migration.view.Migrations.Move;

/// Finds where the components of the state live, opens the secrets that lead there, and who can carry them.
@ApplicationScoped
class Places {
    private final Environments environments;
    private final Secrets secrets;
    private final StateDrivers drivers;

    Places(Environments environments, Secrets secrets, StateDrivers drivers) {
        this.environments = environments;
        this.secrets = secrets;
        this.drivers = drivers;
    }

    /// What the deployment holds at the source.
    List<ResourceResult> source(Move move) {
        return environments.held(move.requested().deployment(), move.requested().sourceEnvironment());
    }

    StateDriver driver(StateToMove state) throws GivenUp {
        return drivers.of(state.kind())
                .orElseThrow(() -> new GivenUp("the state " + state.name() + " is of the type '" + state.kind()
                        + "', which cannot be moved yet"));
    }

    /// @param side `source` or `target`, for the message
    StatePlace place(StateToMove state, List<ResourceResult> results, String side) throws GivenUp {
        ResourceResult result = results.stream()
                .filter(one -> one.id().equals(state.resource()))
                .findFirst()
                .orElseThrow(() ->
                        new GivenUp("the " + side + " has no resource " + state.resource() + " for " + state.name()));
        Map<String, String> opened = new HashMap<>();
        for (Map.Entry<String, String> secret : result.secrets().entrySet()) {
            opened.put(
                    secret.getKey(),
                    secrets.open(secret.getValue())
                            .orElseThrow(() -> new GivenUp("the " + side + "'s secret " + secret.getKey() + " of "
                                    + state.resource() + " has no value")));
        }
        return new StatePlace(result, opened);
    }
}
