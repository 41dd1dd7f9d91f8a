package org.fediversity.deployment.domain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fediversity.contracts.Requirements;
import org.fediversity.contracts.Requirements.ApplicationPlan;
import org.fediversity.contracts.Requirements.ComponentPlan;
import org.fediversity.contracts.ResourceResult;
import org.fediversity.expressions.SemVer;

/// A revision in a place, with all that its components need to be started: complete, so that it can be started again
/// at any time without asking anybody for more than secrets.
///
/// @param generation tells its processes from those of an earlier or later release: `rollout-<n>`, `migration-<id>`
/// @param rollout    the rollout that brought the revision
public record Release(
        String generation,
        int rollout,
        int revision,
        String environment,
        String topology,
        Requirements requirements,
        List<ResourceResult> results)
        implements Serving {
    public Release {
        results = List.copyOf(results);
    }

    /// What a rollout makes.
    public static String ofRollout(int number) {
        return "rollout-" + number;
    }

    /// What a migration makes.
    public static String ofMigration(String migration) {
        return "migration-" + migration;
    }

    /// One component of one application.
    public record Part(ApplicationPlan application, ComponentPlan component) {
        /// `<application>/<component>`, as in events.
        public String name() {
            return application.name() + "/" + component.name();
        }

        /// Whether people or machines reach it over HTTP.
        public boolean isReached() {
            return !component.http().isEmpty();
        }
    }

    /// All components, in the order in which they are started.
    public List<Part> parts() {
        return parts(requirements);
    }

    static List<Part> parts(Requirements requirements) {
        return requirements.applications().stream()
                .flatMap(application -> application.components().stream().map(part -> new Part(application, part)))
                .toList();
    }

    /// Applications that going from `now` to `next` would take back to an older version, each as `<name> from <version>
    /// to <version>`. One that it leaves out, or whose builds alone differ, goes nowhere.
    public static List<String> downgrades(Requirements now, Requirements next) {
        Map<String, String> versions =
                next.applications().stream().collect(Collectors.toMap(ApplicationPlan::name, ApplicationPlan::version));
        return now.applications().stream()
                .filter(one -> isOlder(versions.getOrDefault(one.name(), one.version()), one.version()))
                .map(one -> one.name() + " from " + one.version() + " to " + versions.get(one.name()))
                .toList();
    }

    private static boolean isOlder(String version, String than) {
        return SemVer.parse(version)
                .flatMap(left -> SemVer.parse(than).map(right -> left.compareTo(right) < 0))
                .orElse(false);
    }

    public Optional<Part> part(String name) {
        return parts().stream().filter(part -> part.name().equals(name)).findFirst();
    }

    /// The component that answers under the application's host name, if it has one: the first that speaks HTTP.
    public Optional<Part> door(ApplicationPlan application) {
        return parts().stream()
                .filter(part -> part.application().name().equals(application.name()) && part.isReached())
                .findFirst();
    }
}
