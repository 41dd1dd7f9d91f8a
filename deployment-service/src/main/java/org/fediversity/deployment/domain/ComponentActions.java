package org.fediversity.deployment.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fediversity.contracts.Requirements;
import org.fediversity.deployment.domain.Environments.Action;
import org.fediversity.deployment.domain.Release.Part;

/// What a rollout does to components: each is started anew, beside the one that serves, which is taken away once the
/// new one is proven.
public final class ComponentActions {
    private ComponentActions() {}

    /// @param deployed what serves now; [Requirements#NONE] if nothing does
    /// @param backend  where components run
    public static List<Action> of(Requirements deployed, Requirements next, String backend) {
        Map<String, Part> serving =
                Release.parts(deployed).stream().collect(Collectors.toMap(Part::name, Function.identity()));
        List<Action> actions = new ArrayList<>();
        for (Part part : Release.parts(next)) {
            Part now = serving.remove(part.name());
            boolean sameVersion = now == null
                    || now.application().version().equals(part.application().version());
            actions.add(new Action(
                    now == null ? "create" : "replace", part.name(), part.name(), backend, sameVersion, "none"));
        }
        serving.keySet().stream()
                .sorted()
                .forEach(gone -> actions.add(new Action("delete", gone, gone, backend, true, "none")));
        return actions;
    }
}
