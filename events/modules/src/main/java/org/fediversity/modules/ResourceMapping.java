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
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.fediversity.contracts.Requirements;
import org.fediversity.contracts.Requirements.ApplicationPlan;
import org.fediversity.contracts.Requirements.ComponentPlan;
import org.fediversity.contracts.Requirements.RequiredResource;
import org.fediversity.contracts.Requirements.ScriptPlan;
import org.fediversity.contracts.Requirements.StatePlan;
import org.fediversity.expressions.Budget;
import org.fediversity.expressions.Evaluation;
import org.fediversity.expressions.Mistake;
import org.fediversity.expressions.Pointers;
import org.fediversity.expressions.Template;

/// Makes of a configuration what it requires: evaluates the resource mapping of each module for a topology.
public final class ResourceMapping {
    /// What a module may say of names.
    static final String ONE_NAME =
            "an application is reached at its deployment's label only: one domain-name, {label: \"${deployment.label}\"}";

    static final String DOMAIN_NAME = "domain-name";
    private static final String MACHINE = "machine";
    private static final String MONOLITHIC = "monolithic";

    private final Site site;
    private final Supplier<Budget> budget;
    private final List<Mistake> mistakes = new ArrayList<>();
    private final List<Mistake> places = new ArrayList<>();
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
    ///
    /// @param mistakes with pointers into a configuration: `/applications/<name>`
    /// @param places   the same, with pointers into the module at fault
    public record Outcome(Requirements requirements, List<Mistake> mistakes, List<Mistake> places) {
        public Outcome {
            mistakes = List.copyOf(mistakes);
            places = List.copyOf(places);
        }
    }

    private ResourceMapping(Site site, Supplier<Budget> budget) {
        this.site = site;
        this.budget = budget;
    }

    public static Outcome evaluate(Site site, List<Application> applications) {
        return evaluate(site, applications, Budget::usual);
    }

    /// @param budget of each evaluation
    static Outcome evaluate(Site site, List<Application> applications, Supplier<Budget> budget) {
        var mapping = new ResourceMapping(site, budget);
        applications.forEach(mapping::add);
        return new Outcome(mapping.requirements(), mapping.mistakes, mapping.places);
    }

    /// Where the names of applications lead elsewhere than to what is reached there: people are led to `<label of the
    /// deployment>.<domain>` and nowhere else, so an application has that name, or none.
    ///
    /// @return mistakes with pointers into a configuration
    public static List<Mistake> misnamed(Requirements requirements) {
        return requirements.applications().stream()
                .flatMap(plan -> misnamed(plan, requirements).values().stream()
                        .map(message -> new Mistake(Pointers.of("applications", plan.name()), message)))
                .toList();
    }

    /// Name of a resource to what is wrong with it.
    static Map<String, String> misnamed(ApplicationPlan plan, Requirements requirements) {
        Map<String, String> misnamed = new LinkedHashMap<>();
        Optional<String> first = Optional.empty();
        for (RequiredResource resource : requirements.resources()) {
            if (!resource.type().equals(DOMAIN_NAME) || !resource.application().equals(plan.name())) {
                continue;
            }
            if (first.isPresent()) {
                misnamed.put(
                        resource.name(),
                        "'" + resource.name() + "' is a second domain name beside '" + first.get() + "'; " + ONE_NAME);
            } else if (!plan.label().equals(resource.request().get("label"))) {
                misnamed.put(resource.name(), "the label of '" + resource.name() + "' is another; " + ONE_NAME);
            }
            first = first.or(() -> Optional.of(resource.name()));
        }
        return misnamed;
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
        each(module.resources(), (resource, i) -> resource(module, resource, Pointers.of("resources", i), variables)
                .ifPresent(one -> {
                    resources.add(one);
                    required.add(one.name());
                }));
        List<ComponentPlan> components = new ArrayList<>();
        each(
                module.components(),
                (component, i) ->
                        components.add(component(module, component, Pointers.of("components", i), variables)));
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

    private static void each(Stream<JsonNode> elements, BiConsumer<JsonNode, Integer> work) {
        List<JsonNode> all = elements.toList();
        for (int i = 0; i < all.size(); i++) {
            work.accept(all.get(i), i);
        }
    }

    private static String id(Module module, String resource) {
        return module.name() + "/" + resource;
    }

    private Optional<RequiredResource> resource(
            Module module, JsonNode resource, String place, Map<String, Object> variables) {
        String name = resource.path("name").asText();
        String type = resource.path("type").asText();
        if (resource.has("when")) {
            switch (Template.of(resource.get("when"), ModuleExpressions.MAPPING).test(variables, budget.get())) {
                case Evaluation.Failed failed -> {
                    mistake(module, "whether it needs " + name + " cannot be told: " + failed.reason());
                    failed.mistakes().forEach(mistake -> fails(mistake, place + "/when"));
                    return Optional.empty();
                }
                case Evaluation.Value(var value) -> {
                    if (!Boolean.TRUE.equals(value)) {
                        return Optional.empty();
                    }
                }
            }
        }
        return request(module, name, type, resource.path("with"), place + "/with", variables)
                .map(request -> new RequiredResource(id(module, name), module.name(), name, type, "", request));
    }

    private ComponentPlan component(Module module, JsonNode component, String place, Map<String, Object> variables) {
        String name = component.path("name").asText();
        String machine = module.name() + "/" + MACHINE + "/" + name;
        request(module, name, MACHINE, component.path("needs"), place + "/needs", variables)
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
            Module module, String name, String type, JsonNode with, String place, Map<String, Object> variables) {
        JsonNode asked = with.isObject() ? with : Schemas.JSON.createObjectNode();
        return switch (Template.of(asked, ModuleExpressions.MAPPING).evaluate(variables, budget.get())) {
            case Evaluation.Failed failed -> {
                failed.mistakes().forEach(mistake -> fails(mistake, place));
                mistake(module, "what it needs as " + name + " cannot be told: " + failed.reason());
                yield Optional.empty();
            }
            case Evaluation.Value value -> {
                ObjectNode request = withoutNulls(value.object());
                ResourceTypes.ResourceType resourceType = ResourceTypes.existing(type);
                List<Mistake> wrong = resourceType.validate(request, "");
                wrong.forEach(mistake -> {
                    mistake(
                            module,
                            "what it asks of " + type + " '" + name + "' is wrong: " + mistake.pointer() + " "
                                    + mistake.message());
                    places.add(mistake.below(place));
                });
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

    private void mistake(Module module, String message) {
        mistakes.add(new Mistake(Pointers.of("applications", module.name()), message));
    }

    private void fails(Mistake mistake, String place) {
        places.add(new Mistake(place + mistake.pointer(), "fails: " + mistake.message()));
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
