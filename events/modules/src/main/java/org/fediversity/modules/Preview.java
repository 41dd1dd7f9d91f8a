package org.fediversity.modules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.fediversity.contracts.Requirements;
import org.fediversity.contracts.Requirements.ApplicationPlan;
import org.fediversity.contracts.Requirements.ComponentPlan;
import org.fediversity.contracts.Requirements.RequiredResource;
import org.fediversity.contracts.Requirements.ScriptPlan;
import org.fediversity.expressions.Budget;
import org.fediversity.expressions.Evaluation;
import org.fediversity.expressions.Mistake;
import org.fediversity.expressions.Pointers;
import org.fediversity.expressions.Scope;
import org.fediversity.expressions.Template;

/// A module as it would be deployed with given options, told without deploying it: what it requires, and what each
/// component would be given if the resources were as [SampleResults] makes them up. Secrets appear by name only.
///
/// @param mistakes what could not be told, with pointers into the module
public record Preview(
        Requirements requirements, List<Component> components, List<Script> scripts, List<Mistake> mistakes) {
    private static final ResourceMapping.Site SITE =
            new ResourceMapping.Site("0190a5f2-preview", "preview", "example.org", "", "preview");
    private static final int PORT = 8080;

    public Preview {
        components = List.copyOf(components);
        scripts = List.copyOf(scripts);
        mistakes = List.copyOf(mistakes);
    }

    /// @param runs run-time backend to how it would run there
    public record Component(String name, Map<String, String> environment, Map<String, Object> runs) {}

    /// @param runs whether its condition holds when everything has moved to another place
    public record Script(String name, boolean runs, List<Object> command, Map<String, Object> verify) {}

    /// @param options  valid options, secrets in the clear, defaults not yet applied
    /// @param topology `monolithic` or `distributed`
    public static Preview of(Module module, JsonNode options, String topology) {
        return of(module, module.name(), options, topology, Budget::usual);
    }

    /// @param label  of the deployment
    /// @param budget of each evaluation
    static Preview of(Module module, String label, JsonNode options, String topology, Supplier<Budget> budget) {
        JsonNode named =
                module.options().mapSecrets(options, (at, value) -> TextNode.valueOf("‹" + at.substring(1) + "›"));
        JsonNode effective = module.options().effective(named);
        var site = new ResourceMapping.Site(SITE.id(), SITE.name(), SITE.domain(), topology, SITE.environment());
        ResourceMapping.Outcome outcome = ResourceMapping.evaluate(
                site, List.of(new ResourceMapping.Application(module, label, effective)), budget);
        var rendering = new Rendering(module, label, site, effective, outcome.requirements(), budget);
        ApplicationPlan plan = outcome.requirements().applications().getFirst();
        List<Component> components = new ArrayList<>();
        for (int i = 0; i < plan.components().size(); i++) {
            components.add(rendering.component(plan.components().get(i), Pointers.of("components", i)));
        }
        List<Script> scripts = new ArrayList<>();
        for (int i = 0; i < plan.scripts().size(); i++) {
            scripts.add(rendering.script(plan.scripts().get(i), Pointers.of("scripts", i)));
        }
        List<Mistake> mistakes = new ArrayList<>(outcome.places());
        Map<String, String> misnamed = ResourceMapping.misnamed(plan, outcome.requirements());
        List<JsonNode> resources = module.resources().toList();
        for (int i = 0; i < resources.size(); i++) {
            String wrong = misnamed.get(resources.get(i).path("name").asText());
            if (wrong != null) {
                mistakes.add(new Mistake(Pointers.of("resources", i, "with", "label"), wrong));
            }
        }
        if (outcome.places().isEmpty()) { // a resource that could not be told would be missed everywhere
            mistakes.addAll(rendering.mistakes);
        }
        return new Preview(outcome.requirements(), components, scripts, mistakes);
    }

    private static final class Rendering {
        private final Map<String, Object> names = new LinkedHashMap<>();
        private final Map<String, Object> source;
        private final Supplier<Budget> budget;
        private final List<Mistake> mistakes = new ArrayList<>();

        Rendering(
                Module module,
                String label,
                ResourceMapping.Site site,
                JsonNode options,
                Requirements requirements,
                Supplier<Budget> budget) {
            this.budget = budget;
            Map<String, Object> deployment = Map.of(
                    "id", site.id(),
                    "name", site.name(),
                    "domain", site.domain(),
                    "label", label,
                    "topology", site.topology(),
                    "environment", site.environment());
            names.put("options", options);
            names.put("deployment", deployment);
            names.put("module", Map.of("name", module.name(), "version", module.version(), "dir", module.directory()));
            names.put("resources", results(requirements, "new"));
            source = Map.of(
                    "resources", results(requirements, "old"), "deployment", deployment, "options", names("options"));
        }

        private static Map<String, Object> results(Requirements requirements, String place) {
            Map<String, Object> results = new TreeMap<>();
            for (RequiredResource resource : requirements.resources()) {
                if (!resource.type().equals("machine")) {
                    results.put(resource.name(), SampleResults.of(resource, SITE.domain(), place));
                }
            }
            return results;
        }

        private Object names(String name) {
            return names.getOrDefault(name, Map.of());
        }

        private Map<String, Object> in(String component) {
            Map<String, Object> all = new LinkedHashMap<>(names);
            all.put("component", Map.of("name", component, "port", PORT));
            return all;
        }

        Component component(ComponentPlan plan, String pointer) {
            Map<String, Object> variables = in(plan.name());
            Map<String, String> environment = new LinkedHashMap<>();
            plan.environment().forEach((variable, text) -> {
                switch (Template.of(text, ModuleExpressions.COMPONENT).evaluate(variables, budget.get())) {
                    case Evaluation.Value value -> environment.put(variable, value.text());
                    case Evaluation.Failed failed ->
                        mistakes.add(new Mistake(
                                pointer + Pointers.of("environment", variable), "fails: " + failed.reason()));
                }
            });
            return new Component(
                    plan.name(),
                    environment,
                    evaluated(plan.runs(), ModuleExpressions.COMPONENT, variables, pointer + "/runs"));
        }

        Script script(ScriptPlan plan, String pointer) {
            Map<String, Object> variables = in(plan.component());
            variables.put("source", source);
            variables.put(
                    "target",
                    Map.of(
                            "resources", names("resources"),
                            "deployment", names("deployment"),
                            "options", names("options")));
            boolean runs = plan.when().isEmpty() || holds(plan.when(), variables, pointer + "/when");
            if (!runs) {
                return new Script(plan.name(), false, List.of(), Map.of());
            }
            Map<String, Object> whole = evaluated(
                    Map.of("command", plan.command(), "verify", plan.verify()),
                    ModuleExpressions.SCRIPT,
                    variables,
                    pointer);
            return new Script(
                    plan.name(),
                    true,
                    whole.get("command") instanceof List<?> words ? List.copyOf(words) : List.of(),
                    whole.get("verify") instanceof Map<?, ?> verify ? texts(verify) : Map.of());
        }

        private static Map<String, Object> texts(Map<?, ?> map) {
            Map<String, Object> texts = new LinkedHashMap<>();
            map.forEach((key, value) -> texts.put(String.valueOf(key), value));
            return texts;
        }

        private boolean holds(String when, Map<String, Object> variables, String pointer) {
            return switch (Template.of(when, ModuleExpressions.SCRIPT).test(variables, budget.get())) {
                case Evaluation.Value(var value) -> Boolean.TRUE.equals(value);
                case Evaluation.Failed failed -> {
                    mistakes.add(new Mistake(pointer, "fails: " + failed.reason()));
                    yield false;
                }
            };
        }

        private Map<String, Object> evaluated(
                Map<String, Object> tree, Scope scope, Map<String, Object> variables, String pointer) {
            return switch (Template.of(tree, scope).evaluate(variables, budget.get())) {
                case Evaluation.Value value -> value.object();
                case Evaluation.Failed failed -> {
                    failed.mistakes()
                            .forEach(mistake -> mistakes.add(
                                    new Mistake(pointer + mistake.pointer(), "fails: " + mistake.message())));
                    yield Map.of();
                }
            };
        }
    }
}
