package org.fediversity.config.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fediversity.config.domain.ConfigRefusal;
import org.fediversity.config.domain.ConfigurationCommand.StageConfiguration;
import org.fediversity.config.domain.Deployments.Deployment;
import org.fediversity.config.domain.Environments;
import org.fediversity.config.domain.UpgradePaths;
import org.fediversity.config.view.Applications;
import org.fediversity.config.view.Configurations;
import org.fediversity.config.view.Domains;
import org.fediversity.contracts.ConfigEvent.ConfigurationStaged;
import org.fediversity.contracts.PinnedApplication;
import org.fediversity.contracts.Requirements;
import org.fediversity.contracts.Requirements.ApplicationPlan;
import org.fediversity.expressions.Pointers;
import org.fediversity.expressions.SemVer;
import org.fediversity.modules.Module;
import org.fediversity.modules.ResourceMapping;
import org.fediversity.runtime.Commands;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.Fault;
import org.fediversity.runtime.Json;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.GeneralRefusal;

/// Stages a configuration: validates it against the schemas, seals its secrets, evaluates what it needs, and records
/// it.
@ApplicationScoped
class Staging {
    private final Applications applications;
    private final Configurations configurations;
    private final Domains domains;
    private final Environments environments;
    private final SecretOptions secrets;
    private final Commands commands;

    Staging(
            Applications applications,
            Configurations configurations,
            Domains domains,
            Environments environments,
            SecretOptions secrets,
            Commands commands) {
        this.applications = applications;
        this.configurations = configurations;
        this.domains = domains;
        this.environments = environments;
        this.secrets = secrets;
        this.commands = commands;
    }

    /// @param changed whether it is a new revision
    record Outcome(int revision, boolean changed) {}

    /// What is staged now; revision 0 with nothing where nothing is.
    Configurations.Revision current(String deployment) {
        int staged = configurations.now(deployment).staged();
        return revision(deployment, staged);
    }

    Configurations.Revision revision(String deployment, int number) {
        return configurations
                .revision(deployment, number)
                .orElseGet(() -> new Configurations.Revision(
                        0, Json.MAPPER.createObjectNode(), Requirements.NONE, "", java.time.Instant.EPOCH));
    }

    /// Versions that count for a deployment: what is staged, else what it was created with.
    List<PinnedApplication> pinned(Deployment deployment, Configurations.Revision staged) {
        Map<String, String> versions = new HashMap<>();
        staged.requirements().applications().forEach(plan -> versions.put(plan.name(), plan.version()));
        return deployment.applications().stream()
                .map(pin -> new PinnedApplication(
                        pin.name(), versions.getOrDefault(pin.name(), pin.version()), pin.label()))
                .toList();
    }

    /// The version of an application that was deployed last; the pinned one while nothing is.
    String installed(Deployment deployment, PinnedApplication pin) {
        return running(deployment, pin).orElse(pin.version());
    }

    private Optional<String> running(Deployment deployment, PinnedApplication pin) {
        int deployed = configurations.now(deployment.id()).deployed();
        return revision(deployment.id(), deployed).requirements().applications().stream()
                .filter(plan -> plan.name().equals(pin.name()))
                .map(ApplicationPlan::version)
                .findFirst();
    }

    /// The kind of place where the deployment runs.
    String backend(Deployment deployment) {
        return environments
                .named(deployment.environment())
                .map(Environments.Environment::backend)
                .orElseThrow(() -> new RefusedException(
                        GeneralRefusal.NOT_FOUND, "There is no environment " + deployment.environment() + "."));
    }

    Module module(PinnedApplication pin) {
        return applications
                .module(pin.name(), pin.version())
                .orElseThrow(() -> new RefusedException(
                        ConfigRefusal.CONFIGURATION_INVALID,
                        "The application " + pin.name() + " " + pin.version() + " is not in the catalogue."));
    }

    /// @param expected revision that the author saw, or `ANY`
    /// @param wanted   `{applications: {name: options}, versions?: {name: version}}`
    Outcome stage(Deployment deployment, JsonNode wanted, int expected) {
        checkPlace(deployment);
        Configurations.Revision before = current(deployment.id());
        List<Fault> faults = new ArrayList<>();
        List<PinnedApplication> pins =
                versions(deployment, pinned(deployment, before), wanted.path("versions"), faults);
        shape(wanted, pins, faults);
        pins.forEach(pin -> withdrawn(deployment, pin)
                .ifPresent(why ->
                        faults.add(new Fault(Pointers.of("versions", pin.name()), "name another version: " + why))));
        if (!wanted.path("applications").isObject()) {
            refuse(faults);
        }
        Map<PinnedApplication, JsonNode> opened = new HashMap<>();
        for (PinnedApplication pin : pins) {
            String pointer = Pointers.of("applications", pin.name());
            JsonNode sent = wanted.path("applications").path(pin.name());
            boolean refused =
                    faults.stream().anyMatch(fault -> fault.pointer().equals(Pointers.of("versions", pin.name())));
            if (refused || !sent.isMissingNode() && !sent.isObject()) {
                continue; // by which schema it would be judged cannot be told; what is no object was told
            }
            JsonNode options = sent.isMissingNode() ? Json.MAPPER.createObjectNode() : sent;
            SecretOptions.refuseReferences(options, pointer, faults);
            Module module = module(pin);
            JsonNode clear = secrets.opened(
                    module.options(), options, before.applications().path(pin.name()), pointer, faults);
            faults.addAll(Bodies.faults(module.options().judge(clear, pointer)));
            opened.put(pin, clear);
        }
        refuse(faults);
        return seal(deployment, pins, opened, before, expected);
    }

    private Outcome seal(
            Deployment deployment,
            List<PinnedApplication> pins,
            Map<PinnedApplication, JsonNode> opened,
            Configurations.Revision before,
            int expected) {
        List<String> fresh = new ArrayList<>();
        boolean kept = false;
        try {
            ObjectNode sealed = Json.MAPPER.createObjectNode();
            for (PinnedApplication pin : pins) {
                SecretOptions.Sealed one = secrets.sealed(
                        deployment.id(),
                        module(pin).options(),
                        opened.getOrDefault(pin, Json.MAPPER.createObjectNode()),
                        before.applications().path(pin.name()));
                fresh.addAll(one.fresh());
                sealed.set(pin.name(), one.options());
            }
            Requirements requirements = requirements(deployment, deployment.topology(), pins, sealed);
            refuse(Bodies.faults(ResourceMapping.misnamed(requirements)));
            Decision.Accepted accepted = commands.ask(
                    new StageConfiguration(deployment.id(), expected, ResourceMapping.map(sealed), requirements));
            kept = !accepted.events().isEmpty();
            return accepted.events().stream()
                    .filter(ConfigurationStaged.class::isInstance)
                    .map(event -> new Outcome(((ConfigurationStaged) event).revision(), true))
                    .findFirst()
                    .orElseGet(() ->
                            new Outcome(configurations.now(deployment.id()).staged(), false));
        } finally {
            if (!kept) {
                secrets.forget(fresh);
            }
        }
    }

    /// What a configuration needs in a topology.
    ///
    /// @param sealed application to options, secrets as references
    Requirements requirements(Deployment deployment, String topology, List<PinnedApplication> pins, JsonNode sealed) {
        var site = new ResourceMapping.Site(
                deployment.id(), deployment.name(), deployment.domain(), topology, deployment.environment());
        ResourceMapping.Outcome outcome = ResourceMapping.evaluate(
                site,
                pins.stream()
                        .map(pin -> new ResourceMapping.Application(
                                module(pin), pin.label(), module(pin).options().effective(sealed.path(pin.name()))))
                        .toList());
        refuse(Bodies.faults(outcome.mistakes()));
        return outcome.requirements();
    }

    private void checkPlace(Deployment deployment) {
        if (deployment.status().equals("retired")) {
            throw new RefusedException(ConfigRefusal.DEPLOYMENT_RETIRED, "Nothing can be staged for what is gone.");
        }
        boolean proven = domains.proven(deployment.domain())
                .filter(domain -> domain.operator().equals(deployment.operator()))
                .isPresent();
        if (!proven) {
            throw new RefusedException(
                    ConfigRefusal.DOMAIN_NOT_VERIFIED,
                    "Prove first that " + deployment.domain() + " is yours: POST /domains.");
        }
    }

    private static void shape(JsonNode wanted, List<PinnedApplication> pins, List<Fault> faults) {
        if (!wanted.isObject()) {
            faults.add(new Fault("", "must be an object with 'applications'"));
            return;
        }
        wanted.properties().forEach(field -> {
            String pointer = Pointers.of(field.getKey());
            if (field.getKey().equals("domain")) {
                faults.add(new Fault(
                        pointer,
                        "is what others know the deployment by, its identity, and stays; create another deployment"
                                + " under the other domain"));
            } else if (!Set.of("applications", "versions").contains(field.getKey())) {
                faults.add(new Fault(pointer, "is unknown here"));
            }
        });
        JsonNode applications = wanted.path("applications");
        if (!applications.isObject()) {
            faults.add(new Fault("/applications", applications.isMissingNode() ? "is missing" : "must be an object"));
            return;
        }
        Set<String> known = pins.stream().map(PinnedApplication::name).collect(Collectors.toSet());
        applications.properties().forEach(application -> {
            String pointer = Pointers.of("applications", application.getKey());
            if (!known.contains(application.getKey())) {
                faults.add(new Fault(
                        pointer,
                        "this deployment has no such application; it has "
                                + String.join(", ", known.stream().sorted().toList())));
            } else if (!application.getValue().isObject()) {
                faults.add(new Fault(pointer, "must be an object of options"));
            }
        });
        Set<String> labels = new HashSet<>();
        pins.stream()
                .filter(pin -> !labels.add(pin.label()))
                .forEach(pin -> faults.add(new Fault(
                        Pointers.of("applications", pin.name()),
                        "another application of the deployment has the label '" + pin.label() + "', too")));
    }

    /// Applies a wish for other versions: upwards from what is installed, by one step that the newer module declares,
    /// and only to what can run where the deployment is.
    private List<PinnedApplication> versions(
            Deployment deployment, List<PinnedApplication> pins, JsonNode wanted, List<Fault> faults) {
        if (wanted.isMissingNode()) {
            return pins;
        }
        if (!wanted.isObject()) {
            faults.add(new Fault("/versions", "must be an object of application names and versions"));
            return pins;
        }
        Set<String> known = pins.stream().map(PinnedApplication::name).collect(Collectors.toSet());
        wanted.properties().forEach(version -> {
            if (!known.contains(version.getKey())) {
                faults.add(new Fault(
                        Pointers.of("versions", version.getKey()), "this deployment has no such application"));
            }
        });
        return pins.stream()
                .map(pin -> wanted.path(pin.name()).isMissingNode()
                        ? pin
                        : moved(deployment, pin, wanted.path(pin.name()).asText(), faults))
                .toList();
    }

    private PinnedApplication moved(Deployment deployment, PinnedApplication pin, String version, List<Fault> faults) {
        if (version.equals(pin.version())) {
            return pin;
        }
        String installed = installed(deployment, pin);
        Optional<SemVer> from = SemVer.parse(installed);
        Optional<SemVer> to = SemVer.parse(version);
        Optional<Module> module = to.isEmpty() ? Optional.empty() : applications.module(pin.name(), version);
        List<String> reasons = new ArrayList<>();
        if (module.isEmpty()) {
            reasons.add("is not in the catalogue");
        } else if (!version.equals(installed)) {
            if (from.isPresent() && to.isPresent() && to.get().compareTo(from.get()) < 0) {
                reasons.add("is older than " + installed + ", and there are no downgrades");
            } else if (from.isPresent() && module.get().upgradeFrom(from.get()).isEmpty()) {
                reasons.add("cannot follow " + installed + " directly; see upgrade-paths");
            }
            applications
                    .version(pin.name(), version)
                    .filter(Applications.Version::withdrawn)
                    .ifPresent(gone -> reasons.add("was withdrawn: " + gone.reason()));
            reasons.addAll(UpgradePaths.obstacles(module.get(), backend(deployment)));
        }
        reasons.forEach(reason -> faults.add(new Fault(Pointers.of("versions", pin.name()), reason)));
        return reasons.isEmpty() ? new PinnedApplication(pin.name(), version, pin.label()) : pin;
    }

    /// Why a version is not to be deployed: what was withdrawn is never chosen again. What runs goes on.
    Optional<String> withdrawn(Deployment deployment, PinnedApplication pin) {
        return applications
                .version(pin.name(), pin.version())
                .filter(Applications.Version::withdrawn)
                .filter(gone -> !running(deployment, pin).equals(Optional.of(pin.version())))
                .map(gone -> pin.version() + " was withdrawn and does not run here: " + gone.reason());
    }

    private static void refuse(List<Fault> faults) {
        if (!faults.isEmpty()) {
            List<Fault> distinct = faults.stream().distinct().toList();
            throw new RefusedException(
                    new Decision.Refused(ConfigRefusal.CONFIGURATION_INVALID, Bodies.counted(distinct), distinct));
        }
    }
}
