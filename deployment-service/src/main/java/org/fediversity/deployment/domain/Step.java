package org.fediversity.deployment.domain;

import java.util.ArrayList;
import java.util.List;
import org.fediversity.contracts.Requirements;
import org.fediversity.deployment.domain.Release.Part;

/// One step of a rollout.
///
/// @param name      one of the names below
/// @param component `<application>/<component>`, or empty where it is about the whole deployment
public record Step(String name, String component) {
    /// Resources are made available; provisioning-service does it.
    public static final String PROVISION = "provision";

    /// What is needed to run a component is put in place.
    public static final String INSTALL = "install";

    /// A component is started, beside the one it will replace.
    public static final String START = "start";

    /// A component answers as it should.
    public static final String VERIFY = "verify";

    /// The edge leads to the new release.
    public static final String SWITCH = "switch";

    /// What served before is taken down.
    public static final String REMOVE = "remove";

    /// The way from nothing, or from an earlier release, to a revision.
    ///
    /// @param replaces whether an earlier release serves
    public static List<Step> of(Requirements requirements, boolean replaces) {
        List<Part> parts = Release.parts(requirements);
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(PROVISION, ""));
        parts.forEach(part -> steps.add(new Step(INSTALL, part.name())));
        parts.forEach(part -> steps.add(new Step(START, part.name())));
        parts.stream().filter(Part::isReached).forEach(part -> steps.add(new Step(VERIFY, part.name())));
        steps.add(new Step(SWITCH, ""));
        if (replaces) {
            steps.add(new Step(REMOVE, ""));
        }
        return List.copyOf(steps);
    }

    /// Whether the rollout can be given up while this is its next step: the edge still leads to what was before.
    boolean isBeforeTheSwitch() {
        return !name.equals(SWITCH) && !name.equals(REMOVE);
    }
}
