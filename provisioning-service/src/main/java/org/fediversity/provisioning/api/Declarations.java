package org.fediversity.provisioning.api;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.fediversity.contracts.Assignment;
import org.fediversity.provisioning.domain.Definition;
import org.fediversity.provisioning.domain.Endpoints;
import org.fediversity.provisioning.domain.EnvironmentCommand;
import org.fediversity.provisioning.domain.EnvironmentFormat;
import org.fediversity.provisioning.domain.ProvisioningRefusal;
import org.fediversity.provisioning.view.Allocations;
import org.fediversity.provisioning.view.Environments;
import org.fediversity.runtime.Commands;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.Fault;
import org.fediversity.runtime.Json;
import org.fediversity.runtime.RefusedException;

/// The way of an environment from a document to a command: checked whole, its secrets sealed, its endpoints tried.
@ApplicationScoped
public class Declarations {
    private static final String NOT_TAKEN = "The environment was not taken.";

    private final EnvironmentFormat format;
    private final EnvironmentDocument documents;
    private final Endpoints endpoints;
    private final Environments environments;
    private final Allocations allocations;
    private final Commands commands;

    Declarations(
            EnvironmentFormat format,
            EnvironmentDocument documents,
            Endpoints endpoints,
            Environments environments,
            Allocations allocations,
            Commands commands) {
        this.format = format;
        this.documents = documents;
        this.endpoints = endpoints;
        this.environments = environments;
        this.allocations = allocations;
        this.commands = commands;
    }

    /// Declares what somebody sent.
    ///
    /// @throws RefusedException if it is not valid, if an endpoint does not answer, or if the command is refused
    void declare(JsonNode sent, Function<Map<String, Object>, EnvironmentCommand> command) {
        declare(sent, true, command);
    }

    /// Declares what stands in a file. Endpoints are not tried: what starts together may be ready later.
    public void declareFromFile(JsonNode read) {
        declare(read, false, document -> new EnvironmentCommand.DeclareFromFile(name(read), document));
    }

    private void declare(JsonNode sent, boolean probing, Function<Map<String, Object>, EnvironmentCommand> command) {
        List<Fault> wrong = format.faults(sent);
        if (!isReadable(sent, wrong)) {
            refuse(ProvisioningRefusal.ENVIRONMENT_INVALID, NOT_TAKEN, wrong);
        }
        Map<String, Object> before = environments
                .named(name(sent))
                .map(Environments.Declared::document)
                .orElse(Map.of());
        EnvironmentDocument.Sealed sealed =
                documents.seal(name(sent), Json.MAPPER.convertValue(sent, new TypeReference<>() {}), before);
        try {
            Definition definition = Definition.read(sealed.document());
            List<Fault> known = together(wrong, sealed.faults());
            if (known.isEmpty()) {
                refuse(
                        ProvisioningRefusal.OFFER_IN_USE,
                        "The environment was not changed: deployments use what would be taken away.",
                        orphans(definition));
            }
            List<Fault> unserved = probing ? endpoints.probe(definition, known) : List.of();
            if (known.isEmpty()) {
                refuse(
                        ProvisioningRefusal.ENDPOINT_UNREACHABLE,
                        "The environment was not taken: not everything it offers can be served.",
                        unserved);
            }
            refuse(ProvisioningRefusal.ENVIRONMENT_INVALID, NOT_TAKEN, together(known, unserved));
            Decision.Accepted accepted = commands.ask(command.apply(sealed.document()));
            if (accepted.events().isEmpty()) {
                documents.forget(sealed);
            }
        } catch (RefusedException e) {
            documents.forget(sealed);
            throw e;
        }
    }

    /// Whether its resources can be told apart, so that they can be tried though something is wrong elsewhere.
    private static boolean isReadable(JsonNode sent, List<Fault> wrong) {
        return sent.path("resources").isArray()
                && wrong.stream()
                        .map(Fault::pointer)
                        .noneMatch(pointer ->
                                pointer.isEmpty() || pointer.equals("/resources") || pointer.startsWith("/metadata"));
    }

    private static List<Fault> together(List<Fault> some, List<Fault> others) {
        return Stream.concat(some.stream(), others.stream())
                .sorted(Comparator.comparing(Fault::pointer))
                .toList();
    }

    private List<Fault> orphans(Definition definition) {
        List<Assignment> held = allocations.in(definition.name()).values().stream()
                .flatMap(allocation -> allocation.held().stream())
                .toList();
        Map<String, Assignment> byOffer = new TreeMap<>();
        definition.orphans(held).forEach(orphan -> byOffer.put(orphan.offer(), orphan));
        return byOffer.values().stream()
                .map(orphan -> new Fault(
                        "/resources",
                        "'" + orphan.offer() + "' is in use and has to stay, as " + orphan.type() + " with driver "
                                + orphan.driver()))
                .toList();
    }

    static String name(JsonNode document) {
        return Optional.ofNullable(document.at("/metadata/name").textValue()).orElse("");
    }

    private static void refuse(ProvisioningRefusal why, String detail, List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw new RefusedException(new Decision.Refused(why, detail, faults));
        }
    }
}
