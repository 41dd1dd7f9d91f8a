package org.fediversity.modules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fediversity.contracts.Requirements;
import org.fediversity.contracts.Requirements.ApplicationPlan;
import org.fediversity.contracts.Requirements.ComponentPlan;
import org.fediversity.contracts.Requirements.RequiredResource;
import org.fediversity.contracts.Requirements.ScriptPlan;
import org.fediversity.contracts.Requirements.StatePlan;
import org.fediversity.expressions.Evaluation;
import org.fediversity.expressions.Mistake;
import org.fediversity.expressions.Pointers;
import org.fediversity.expressions.Template;

/// Makes of a configuration what it requires: evaluates the resource mapping of each module for a topology.
public final class ResourceMapping {
    private static final String MACHINE = "machine";
    private static final String MONOLITHIC = "monolithic";

    private final Site site;
    private final List<Mistake> mistakes = new ArrayList<>();
    private final List<RequiredResource> machines = new ArrayList<>();
    private final List<RequiredResource> resources = new ArrayList<>();
    private final List<ApplicationPlan> plans = new ArrayList<>();

    /// What a module may know of the deployment.
    ///
    /// @param topology `monolithic` or `distributed`
    public record Site(String id, String name, String domain, String topology, String environment) {}

    /// One application and the options that count.
    ///
    /// @param options defaults applied, secrets as references
    public record Application(Module module, String label, JsonNode options) {}

    /// The outcome: what is required, or why that cannot be told.
    public record Outcome(Requirements requirements, List<Mistake> mistakes) {
        public Outcome {
            mistakes = List.copyOf(mistakes);
        }
    }

    private ResourceMapping(Site site) {
        this.site = site;
    }

    public static Outcome evaluate(Site site, List<Application> applications) {
        var mapping = new ResourceMapping(site);
        applications.forEach(mapping::add);
        return new Outcome(mapping.requirements(), mapping.mistakes);
    }

    private Requirements requirements() {
        List<RequiredResource> all = new ArrayList<>();
        if (site.topology().equals(MONOLITHIC) && !machines.isEmpty()) {
            all.add(new RequiredResource(MACHINE, "", MACHINE, MACHINE, "", sum(machines)));
        } else {
            all.addAll(machines);
        }
        all.addAll(resources);
        return new Requirements(all, plans);
    }

    private static Map<String, Object> sum(List<RequiredResource> machines) {
        Map<String, Object> sum = new LinkedHashMap<>();
        for (RequiredResource machine : machines) {
            machine.request().forEach((field, amount) -> sum.merge(field, amount, ResourceMapping::plus));
        }
        return sum;
    }

    private static Object plus(Object one, Object other) {
        double sum = ((Number) one).doubleValue() + ((Number) other).doubleValue();
        return sum == Math.rint(sum) && sum < Integer.MAX_VALUE ? (Object) (int) sum : (Object) sum;
    }

    private void add(Application application) {
        Module module = application.module();
        Map<String, Object> variables = Map.of(
                "options", application.options(),
                "deployment",
                        Map.of(
                                "id", site.id(),
                                "name", site.name(),
                                "domain", site.domain(),
                                "label", application.label(),
                                "topology", site.topology(),
                                "environment", site.environment()),
                "module", Map.of("name", module.name(), "version", module.version(), "dir", module.directory()));
        Set<String> required = new HashSet<>();
        module.resources()
                .forEach(resource -> resource(module, resource, variables).ifPresent(one -> {
                    resources.add(one);
                    required.add(one.name());
                }));
        List<ComponentPlan> components = module.components()
                .map(component -> component(module, component, variables))
                .toList();
        plans.add(new ApplicationPlan(
                module.name(),
                module.version(),
                application.label(),
                map(application.options()),
                module.directory(),
                components,
                module.state()
                        .filter(part -> required.contains(part.path("resource").asText()))
                        .map(part -> new StatePlan(
                                part.path("name").asText(),
                                id(module, part.path("resource").asText()),
                                part.path("identity").asBoolean(false)))
                        .toList(),
                module.scripts().map(ResourceMapping::script).toList()));
    }

    private static String id(Module module, String resource) {
        return module.name() + "/" + resource;
    }

    private Optional<RequiredResource> resource(Module module, JsonNode resource, Map<String, Object> variables) {
        String name = resource.path("name").asText();
        String type = resource.path("type").asText();
        if (resource.has("when")) {
            switch (Template.of(resource.get("when"), ModuleExpressions.MAPPING).test(variables)) {
                case Evaluation.Failed failed -> {
                    mistake(module, name, "whether it needs " + name + " cannot be told: " + failed.reason());
                    return Optional.empty();
                }
                case Evaluation.Value(var value) -> {
                    if (!Boolean.TRUE.equals(value)) {
                        return Optional.empty();
                    }
                }
            }
        }
        return request(module, name, type, resource.path("with"), variables)
                .map(request -> new RequiredResource(id(module, name), module.name(), name, type, "", request));
    }

    private ComponentPlan component(Module module, JsonNode component, Map<String, Object> variables) {
        String name = component.path("name").asText();
        String machine = module.name() + "/" + MACHINE + "/" + name;
        request(module, name, MACHINE, component.path("needs"), variables)
                .ifPresent(request ->
                        machines.add(new RequiredResource(machine, module.name(), MACHINE, MACHINE, name, request)));
        return new ComponentPlan(
                name,
                site.topology().equals(MONOLITHIC) ? MACHINE : machine,
                map(component.path("http")),
                map(component.path("environment")),
                map(component.path("runs")));
    }

    /// What is asked of a resource type, checked as a whole now that every value is known.
    private Optional<Map<String, Object>> request(
            Module module, String name, String type, JsonNode with, Map<String, Object> variables) {
        JsonNode asked = with.isObject() ? with : Schemas.JSON.createObjectNode();
        return switch (Template.of(asked, ModuleExpressions.MAPPING).evaluate(variables)) {
            case Evaluation.Failed failed -> {
                mistake(module, name, "what it needs as " + name + " cannot be told: " + failed.reason());
                yield Optional.empty();
            }
            case Evaluation.Value value -> {
                ObjectNode request = withoutNulls(value.object());
                ResourceTypes.ResourceType resourceType = ResourceTypes.existing(type);
                List<Mistake> wrong = resourceType.validate(request, "");
                wrong.forEach(mistake -> mistake(
                        module,
                        name,
                        "what it asks of " + type + " '" + name + "' is wrong: " + mistake.pointer() + " "
                                + mistake.message()));
                resourceType.request().path("properties").properties().forEach(property -> {
                    if (property.getValue().has("default")) {
                        request.putIfAbsent(
                                property.getKey(), property.getValue().get("default"));
                    }
                });
                yield wrong.isEmpty() ? Optional.of(map(request)) : Optional.empty();
            }
        };
    }

    /// A field whose expression gave null is not asked for.
    private static ObjectNode withoutNulls(Map<String, Object> request) {
        ObjectNode node = Schemas.JSON.createObjectNode();
        request.forEach((field, value) -> {
            JsonNode asked = Schemas.JSON.valueToTree(value);
            if (!asked.isNull()) {
                node.set(field, asked);
            }
        });
        return node;
    }

    private void mistake(Module module, String resource, String message) {
        mistakes.add(new Mistake(Pointers.of("applications", module.name()), message));
    }

    private static ScriptPlan script(JsonNode script) {
        List<Object> command = new ArrayList<>();
        script.path("command").forEach(word -> command.add(word.asText()));
        return new ScriptPlan(
                script.path("name").asText(),
                script.path("when").asText(),
                script.path("phase").asText(),
                script.path("component").asText(),
                command,
                map(script.path("verify")));
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> map(JsonNode node) {
        return node.isObject() ? Schemas.JSON.convertValue(node, LinkedHashMap.class) : Map.of();
    }
}
