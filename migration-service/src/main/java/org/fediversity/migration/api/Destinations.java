package org.fediversity.migration.api;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.fediversity.migration.api.MigrationsResource.MigrationOrder;
import org.fediversity.migration.domain.Deployments.Deployment;
import org.fediversity.migration.domain.Environments;
import org.fediversity.migration.domain.Environments.Environment;
import org.fediversity.migration.domain.MigrationRefusal;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.Fault;
import org.fediversity.runtime.Refusal;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.GeneralRefusal;
import org.jspecify.annotations.Nullable;

/// Where an order leads and how, or everything that is wrong with it.
@ApplicationScoped
class Destinations {
    private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Set<String> TOPOLOGIES = Set.of("monolithic", "distributed");
    private final Environments environments;

    Destinations(Environments environments) {
        this.environments = environments;
    }

    record Destination(Environment environment, String topology, String strategy) {}

    /// What is wrong with one order.
    private static final class Mistakes {
        private final List<Fault> faults = new ArrayList<>();
        private boolean invalid;

        /// What would be an order if it were built.
        void unsupported(String pointer, String message) {
            faults.add(new Fault(pointer, message));
        }

        void invalid(String pointer, String message) {
            faults.add(new Fault(pointer, message));
            invalid = true;
        }

        RefusedException refused() {
            Refusal why = invalid ? GeneralRefusal.INVALID : MigrationRefusal.UNSUPPORTED;
            String first = faults.getFirst().message();
            return new RefusedException(new Decision.Refused(
                    why, faults.size() == 1 ? first : faults.size() + " mistakes; the first: " + first, faults));
        }
    }

    Destination of(Deployment deployment, MigrationOrder order) {
        var mistakes = new Mistakes();
        String topology = given(order.topology(), deployment.topology());
        Optional<Environment> target = environment(deployment, given(order.environment(), ""), topology, mistakes);
        topology(topology, target, mistakes);
        String strategy = strategy(given(order.strategy(), "cold"), mistakes);
        cutover(given(order.cutover(), "automatic"), mistakes);
        if (!mistakes.faults.isEmpty()) {
            throw mistakes.refused();
        }
        return new Destination(target.orElseThrow(), topology, strategy);
    }

    private Optional<Environment> environment(Deployment deployment, String name, String topology, Mistakes mistakes) {
        if (name.isEmpty()) {
            mistakes.invalid("/environment", "Say which environment it shall move to.");
            return Optional.empty();
        }
        if (!NAME.matcher(name).matches()) {
            mistakes.invalid(
                    "/environment",
                    "This is no name of an environment: lower-case letters, digits and hyphens, at most 63.");
            return Optional.empty();
        }
        if (name.equals(deployment.environment())) {
            if (topology.equals(deployment.topology())) {
                mistakes.invalid("/environment", "It runs there already, in this topology; name another environment.");
            } else if (TOPOLOGIES.contains(topology)) {
                mistakes.unsupported("/topology", "Another topology takes another environment so far; name one.");
            }
            return Optional.empty();
        }
        Optional<Environment> target = environments.environment(name);
        if (target.isEmpty()) {
            mistakes.invalid("/environment", "There is no environment of this name.");
        }
        return target;
    }

    private static void topology(String topology, Optional<Environment> target, Mistakes mistakes) {
        if (!TOPOLOGIES.contains(topology)) {
            mistakes.invalid("/topology", "It must be monolithic or distributed.");
        } else if (target.isPresent() && !target.get().topologies().contains(topology)) {
            mistakes.invalid(
                    "/topology",
                    "The environment offers " + String.join(", ", target.get().topologies()) + ".");
        }
    }

    private static String strategy(String strategy, Mistakes mistakes) {
        switch (strategy) {
            case "cold" -> {}
            case "warm" -> mistakes.unsupported("/strategy", "Only cold moves exist so far; send 'cold'.");
            default -> mistakes.invalid("/strategy", "It must be cold (warm is not built yet).");
        }
        return strategy;
    }

    private static void cutover(String cutover, Mistakes mistakes) {
        switch (cutover) {
            case "automatic" -> {}
            case "manual" ->
                mistakes.unsupported(
                        "/cutover", "A cutover by hand is not built yet; send 'automatic', or leave it out.");
            default -> mistakes.invalid("/cutover", "It must be automatic (manual is not built yet).");
        }
    }

    private static String given(@Nullable String value, String otherwise) {
        return value == null || value.isBlank() ? otherwise : value;
    }
}
