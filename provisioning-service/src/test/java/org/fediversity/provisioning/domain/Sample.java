package org.fediversity.provisioning.domain;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fediversity.contracts.Requirements;
import org.fediversity.contracts.Requirements.ApplicationPlan;
import org.fediversity.contracts.Requirements.ComponentPlan;
import org.fediversity.contracts.Requirements.RequiredResource;
import org.fediversity.contracts.Requirements.StatePlan;
import org.fediversity.expressions.Document;
import org.fediversity.expressions.Kind;
import org.fediversity.runtime.Json;

/// What tests start from: an environment and an application.
public final class Sample {
    static final List<KnownDriver> DRIVERS = List.of(
            new KnownDriver("machine", "process", Map.of()),
            new KnownDriver("postgresql", "postgresql", Map.of("connectionLimit", Kind.INTEGER, "note", Kind.TEXT)),
            new KnownDriver("bucket", "s3", Map.of()),
            new KnownDriver("domain-name", "localhost", Map.of()),
            new KnownDriver("volume", "directory", Map.of()),
            new KnownDriver("login-shell", "process", Map.of()),
            new KnownDriver("secret", "secret", Map.of()));

    private Sample() {}

    static final String ALPHA = """
            apiVersion: fediversity.org/v1
            kind: Environment
            metadata: {name: alpha, title: "Rack A"}
            backend: process
            topologies: [monolithic]
            resources:
              - {name: hosts, type: machine, driver: process, capacity: {cpu: 4, memoryMiB: 8192}}
              - {name: pg, type: postgresql, driver: postgresql, at: {host: localhost, port: 5432, user: admin, password: {secret: pg}}, capacity: {databases: 2}}
              - {name: big-pg, type: postgresql, driver: postgresql, at: {host: big, user: admin, password: {secret: pg}}}
              - {name: zone, type: domain-name, driver: localhost}
            policy:
              - {when: "${request.type == 'machine' && request.memoryMiB > 4096}", refuse: "no machine that large here"}
              - {when: "${request.type == 'postgresql' && request.name == 'archive'}", use: big-pg}
              - {when: "${request.type == 'postgresql'}", use: pg, with: {connectionLimit: 20, note: "${operator.id}"}}
              - {when: "${true}", use: "${offers.filter(o, o.type == request.type)[0].name}"}
            """;

    public static JsonNode yaml(String text) {
        return switch (Document.yaml(text.getBytes(StandardCharsets.UTF_8))) {
            case Document.Reading.Read(var document) -> document.root();
            case Document.Reading.Unreadable unreadable -> throw new IllegalArgumentException(unreadable.text());
        };
    }

    public static Map<String, Object> document(String text) {
        return Json.MAPPER.convertValue(yaml(text), new TypeReference<>() {});
    }

    static Definition alpha() {
        return Definition.read(document(ALPHA));
    }

    static Place empty() {
        return new Place(alpha(), Map.of());
    }

    public static RequiredResource machine(int cpu, int memoryMiB) {
        return new RequiredResource(
                "machine", "", "machine", "machine", "", Map.of("cpu", cpu, "memoryMiB", memoryMiB, "diskGiB", 1));
    }

    public static RequiredResource resource(String name, String type, Map<String, Object> request) {
        return new RequiredResource("notes/" + name, "notes", name, type, "", request);
    }

    public static Requirements requirements(RequiredResource... resources) {
        var web = new ComponentPlan(
                "web", "machine", Map.of(), Map.of(), Map.of("process", Map.of("command", List.of("true"))));
        var notes = new ApplicationPlan(
                "notes",
                "1.0.0",
                "notes",
                Map.of(),
                "",
                List.of(web),
                List.of(new StatePlan("keys", "notes/actorKey", true), new StatePlan("posts", "notes/database", false)),
                List.of());
        return new Requirements(List.of(resources), List.of(notes));
    }

    static Demand demand(RequiredResource... resources) {
        return new Demand("d1", "alpha", "monolithic", "op-1", "garden.localhost", requirements(resources));
    }

    static AllocationCommand.Reserve reserve(String request, RequiredResource... resources) {
        return reserve(request, Optional.of(empty()), Optional.empty(), resources);
    }

    static AllocationCommand.Reserve reserve(
            String request,
            Optional<Place> place,
            Optional<AllocationCommand.Source> source,
            RequiredResource... resources) {
        return new AllocationCommand.Reserve(
                new AllocationId("d1", "alpha"),
                "op-1",
                "garden.localhost",
                "monolithic",
                request,
                requirements(resources),
                place,
                source);
    }
}
