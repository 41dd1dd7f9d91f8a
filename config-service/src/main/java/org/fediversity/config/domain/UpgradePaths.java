package org.fediversity.config.domain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fediversity.expressions.SemVer;
import org.fediversity.modules.Module;
import org.fediversity.modules.Module.Upgrade;
import org.fediversity.modules.ResourceTypes;

/// The ways from an installed version to newer ones. Every step is one that the newer module declares; there is no way
/// back.
public final class UpgradePaths {
    private static final List<String> DOWNTIMES = List.of("none", "short", "long");

    private UpgradePaths() {}

    /// A way of as few steps as there can be.
    ///
    /// @param steps at least one; each is staged and deployed before the next
    public record Path(List<Upgrade> steps) {
        public Path {
            steps = List.copyOf(steps);
        }

        public String to() {
            return steps.getLast().to();
        }

        /// The longest of its steps' downtimes: `none`, `short` or `long`.
        public String downtime() {
            return steps.stream()
                    .map(Upgrade::downtime)
                    .max(Comparator.comparing(DOWNTIMES::indexOf))
                    .orElse("none");
        }

        /// Whether every step can be undone.
        public boolean reversible() {
            return steps.stream().allMatch(Upgrade::reversible);
        }
    }

    /// Ways to those published versions that can be reached, nearest version first.
    ///
    /// @param published modules of the application, in any order
    public static List<Path> from(SemVer installed, List<Module> published) {
        List<Module> newer = published.stream()
                .filter(module -> version(module).compareTo(installed) > 0)
                .sorted(Comparator.comparing(UpgradePaths::version))
                .toList();
        Map<SemVer, List<Upgrade>> ways = new LinkedHashMap<>();
        ways.put(installed, List.of());
        Deque<SemVer> open = new ArrayDeque<>(List.of(installed));
        while (!open.isEmpty()) {
            SemVer here = open.remove();
            for (Module module : newer) {
                SemVer there = version(module);
                Optional<Upgrade> step = there.compareTo(here) > 0 ? module.upgradeFrom(here) : Optional.empty();
                if (step.isPresent() && !ways.containsKey(there)) {
                    List<Upgrade> way = new ArrayList<>(ways.getOrDefault(here, List.of()));
                    way.add(step.get());
                    ways.put(there, way);
                    open.add(there);
                }
            }
        }
        return newer.stream()
                .map(UpgradePaths::version)
                .filter(ways::containsKey)
                .map(version -> new Path(ways.getOrDefault(version, List.of())))
                .toList();
    }

    /// Why a module cannot run in a place of that kind; empty if it can.
    public static List<String> obstacles(Module module, String backend) {
        List<String> obstacles = new ArrayList<>();
        String resourceApi = module.resourceApi();
        if (!resourceApi.equals(ResourceTypes.VERSION)) {
            obstacles.add("is written against resource API " + resourceApi + "; here is " + ResourceTypes.VERSION);
        }
        if (!module.backends().contains(backend)) {
            obstacles.add("cannot run on the environment's backend, " + backend + "; it runs on "
                    + (module.backends().isEmpty() ? "none" : String.join(", ", module.backends())));
        }
        return obstacles;
    }

    private static SemVer version(Module module) {
        return SemVer.parse(module.version())
                .orElseThrow(() -> new IllegalStateException("published as " + module.version()));
    }
}
