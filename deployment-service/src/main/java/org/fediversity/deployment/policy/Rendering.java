package org.fediversity.deployment.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fediversity.contracts.PinnedApplication;
import org.fediversity.contracts.Requirements.ApplicationPlan;
import org.fediversity.contracts.Requirements.ScriptPlan;
import org.fediversity.contracts.ResourceResult;
import org.fediversity.deployment.domain.About;
import org.fediversity.deployment.domain.Release;
import org.fediversity.deployment.domain.Release.Part;
import org.fediversity.deployment.driver.Secrets;
import org.fediversity.deployment.driver.Workload;
import org.fediversity.expressions.Evaluation;
import org.fediversity.expressions.Scope;
import org.fediversity.expressions.Template;

/// Makes a component's environment and command from its expressions, the operator's options, and what was provisioned.
@ApplicationScoped
class Rendering {
    private static final Scope NAMES = Scope.of("options", "deployment", "resources", "component", "module");
    private static final Scope SCRIPT_NAMES =
            Scope.of("options", "deployment", "resources", "component", "module", "source", "target");
    private final Secrets secrets;

    Rendering(Secrets secrets) {
        this.secrets = secrets;
    }

    /// What came of it.
    sealed interface Rendered {
        record Done(Workload workload) implements Rendered {}

        record Failed(String reason) implements Rendered {}
    }

    /// @param backend kind of backend, as in the module's `runs`
    /// @param port    what the component is told to listen on
    Rendered render(About about, Release release, Part part, String backend, int port) {
        if (!(part.component().runs().get(backend) instanceof Map<?, ?> runs)) {
            return new Rendered.Failed("the module does not say how it runs on backend " + backend);
        }
        Map<String, Object> names;
        try {
            names = names(about, release, part, port);
        } catch (SecretGone e) {
            return new Rendered.Failed(String.valueOf(e.getMessage()));
        }
        Map<String, String> environment = new LinkedHashMap<>();
        for (var variable : part.component().environment().entrySet()) {
            switch (Template.of(variable.getValue(), NAMES).evaluate(names)) {
                case Evaluation.Value value -> environment.put(variable.getKey(), value.text());
                case Evaluation.Failed failed -> {
                    return new Rendered.Failed("environment " + variable.getKey() + ": " + failed.reason());
                }
            }
        }
        return switch (Template.of(runs, NAMES).evaluate(names)) {
            case Evaluation.Value value -> new Rendered.Done(new Workload(value.object(), environment));
            case Evaluation.Failed failed -> new Rendered.Failed("runs." + backend + ": " + failed.reason());
        };
    }

    /// A migration script, evaluated.
    sealed interface Scripted {
        record Wanted(List<String> command, Map<String, Object> verify) implements Scripted {
            /// Both may hold secrets.
            @Override
            public String toString() {
                return "Wanted[…]";
            }
        }

        /// Its condition does not hold.
        record Unwanted() implements Scripted {}

        record Failed(String reason) implements Scripted {}
    }

    /// @param source what was moved
    /// @param target where it was moved to
    /// @param part   the component the script belongs to, at the target
    Scripted script(About about, Release source, Release target, Part part, ScriptPlan script, int port) {
        Map<String, Object> names;
        try {
            names = new HashMap<>(names(about, target, part, port));
            names.put("source", side(about, source, part, port));
            names.put("target", side(about, target, part, port));
        } catch (SecretGone e) {
            return new Scripted.Failed(String.valueOf(e.getMessage()));
        }
        if (!script.when().isEmpty()) {
            switch (Template.of(script.when(), SCRIPT_NAMES).evaluate(names)) {
                case Evaluation.Value value -> {
                    if (!value.text().equals("true")) {
                        return new Scripted.Unwanted();
                    }
                }
                case Evaluation.Failed failed -> {
                    return new Scripted.Failed("when: " + failed.reason());
                }
            }
        }
        Map<String, Object> words = Map.of("command", script.command(), "verify", script.verify());
        return switch (Template.of(words, SCRIPT_NAMES).evaluate(names)) {
            case Evaluation.Value value -> wanted(value.object());
            case Evaluation.Failed failed -> new Scripted.Failed(failed.reason());
        };
    }

    @SuppressWarnings("unchecked")
    private static Scripted wanted(Map<String, Object> words) {
        List<String> command = ((List<Object>) words.getOrDefault("command", List.of()))
                .stream().map(String::valueOf).toList();
        return command.isEmpty()
                ? new Scripted.Failed("it has no command")
                : new Scripted.Wanted(command, (Map<String, Object>) words.getOrDefault("verify", Map.of()));
    }

    private Map<String, Object> side(About about, Release release, Part part, int port) {
        Map<String, Object> names = names(about, release, part, port);
        return Map.of(
                "options", names.getOrDefault("options", Map.of()),
                "deployment", names.getOrDefault("deployment", Map.of()),
                "resources", names.getOrDefault("resources", Map.of()));
    }

    private Map<String, Object> names(About about, Release release, Part part, int port) {
        ApplicationPlan application = part.application();
        String label = about.applications().stream()
                .filter(pinned -> pinned.name().equals(application.name()))
                .map(PinnedApplication::label)
                .findFirst()
                .orElse(application.label());
        return Map.of(
                "options", opened(application.options()),
                "deployment",
                        Map.of(
                                "id", about.id(),
                                "name", about.name(),
                                "domain", about.domain(),
                                "label", label,
                                "topology", release.topology(),
                                "environment", release.environment()),
                "resources", resources(application.name(), release.results()),
                "component", Map.of("name", part.component().name(), "port", port),
                "module",
                        Map.of(
                                "dir", application.moduleDirectory(),
                                "name", application.name(),
                                "version", application.version()));
    }

    private Map<String, Object> resources(String application, List<ResourceResult> results) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (ResourceResult result : results) {
            if (result.application().equals(application)) {
                Map<String, Object> fields = new LinkedHashMap<>(result.values());
                result.secrets().forEach((field, reference) -> fields.put(field, open(reference)));
                all.put(result.name(), fields);
            }
        }
        return all;
    }

    /// Options with their secrets, which stand as `{"secret": reference, …}`.
    private Map<String, Object> opened(Map<String, Object> options) {
        Map<String, Object> all = new HashMap<>(options);
        all.replaceAll((_, value) -> value instanceof Map<?, ?> map && map.get("secret") instanceof String reference
                ? open(reference)
                : value);
        return all;
    }

    private String open(String reference) {
        return secrets.open(reference)
                .orElseThrow(() -> new SecretGone("a secret that it needs is kept no more (" + reference + ")"));
    }

    private static final class SecretGone extends RuntimeException {
        SecretGone(String message) {
            super(message, null, false, false);
        }
    }
}
