package org.fediversity.deployment.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fediversity.contracts.Requirements;
import org.fediversity.deployment.domain.Configurations.Needed;
import org.fediversity.deployment.domain.Configurations.Upgrade;
import org.fediversity.deployment.domain.Environments.Action;
import org.fediversity.deployment.domain.Release.Part;

/// What a rollout does to components: each is started anew, beside the one that serves, which is taken away once the
/// new one is proven.
public final class ComponentActions {
    private static final Upgrade NO_STEP = new Upgrade("none", true);
    private static final Upgrade UNKNOWN_STEP = new Upgrade("none", false);

    private ComponentActions() {}

    /// @param deployed what serves now; [Requirements#NONE] if nothing does
    /// @param next    what shall, and the steps that lead to newer versions in it
    /// @param backend where components run
    public static List<Action> of(Requirements deployed, Needed next, String backend) {
        Map<String, Part> serving =
                Release.parts(deployed).stream().collect(Collectors.toMap(Part::name, Function.identity()));
        List<Action> actions = new ArrayList<>();
        for (Part part : Release.parts(next.requirements())) {
            Part now = serving.remove(part.name());
            boolean sameVersion = now == null
                    || now.application().version().equals(part.application().version());
            Upgrade step = sameVersion
                    ? NO_STEP
                    : next.upgrades().getOrDefault(part.application().name(), UNKNOWN_STEP);
            actions.add(new Action(
                    now == null ? "create" : "replace",
                    part.name(),
                    part.name(),
                    backend,
                    step.reversible(),
                    step.downtime()));
        }
        serving.keySet().stream()
                .sorted()
                .forEach(gone -> actions.add(new Action("delete", gone, gone, backend, true, "none")));
        return actions;
    }
}
