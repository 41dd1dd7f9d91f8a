package org.fediversity.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// What the set-up says of its API. Whatever anybody in these tests is answered is held against it.
final class Description {
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final Pattern JSON = Pattern.compile("application/([\\w.-]+\\+)?json");

    private final JsonNode document;
    private final List<Operation> operations = new ArrayList<>();
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();

    /// One row of the API.
    record Operation(String method, Pattern path, long placeholders, JsonNode said) {
        String id() {
            return said.path("operationId").asText();
        }
    }

    private static final class Served {
        static final Description ONE = new Description(Person.exchange(
                        HttpRequest.newBuilder(URI.create(Setup.running().gateway() + "/q/openapi?format=json"))
                                .build())
                .expect(200)
                .json());
    }

    private Description(JsonNode document) {
        this.document = document;
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    var template = path.getKey();
                    operations.add(new Operation(
                            operation.getKey().toUpperCase(java.util.Locale.ROOT),
                            Pattern.compile(template.replaceAll("\\{[^}]*}", "[^/]+")),
                            template.chars().filter(letter -> letter == '{').count(),
                            operation.getValue()));
                }));
        operations.sort(Comparator.comparingLong(Operation::placeholders));
    }

    static Description served() {
        return Served.ONE;
    }

    /// Operations that nobody in these tests was answered well by, until now.
    List<String> unanswered() {
        return operations.stream()
                .map(Operation::id)
                .filter(id -> !answered.contains(id))
                .toList();
    }

    /// @param template as on the page of who may do what
    boolean knows(String method, String template) {
        return operation(method, "/api/v1" + template.replaceAll("\\{[^}]*}", "1"))
                .isPresent();
    }

    Optional<Operation> operation(String method, String path) {
        return operations.stream()
                .filter(one ->
                        one.method().equals(method) && one.path().matcher(path).matches())
                .findFirst();
    }

    /// An answer has a status that is described, a media type that is described for it, and what the schema of both
    /// says. What nothing is described for has no operation: it is refused by the door.
    void expect(HttpRequest request, Answer answer) {
        operation(request.method(), request.uri().getPath()).ifPresent(operation -> expect(operation, answer));
    }

    private void expect(Operation operation, Answer answer) {
        var response = resolved(operation.said().path("responses").path(Integer.toString(answer.status())));
        if (response.isMissingNode()) {
            throw new AssertionError("%s answers %d, which its description (%s) does not know: %s"
                    .formatted(answer.request(), answer.status(), operation.id(), answer.text()));
        }
        if (answer.status() < 300) {
            answered.add(operation.id());
        }
        if (answer.bytes().length == 0) {
            return;
        }
        var type = answer.type();
        var content = response.path("content").path(type);
        if (content.isMissingNode()) {
            throw new AssertionError("%s answers %d with %s, which its description (%s) does not know: %s"
                    .formatted(answer.request(), answer.status(), type, operation.id(), answer.text()));
        }
        if (JSON.matcher(type).matches()) {
            var faults = schemas.computeIfAbsent(
                            operation.id() + answer.status() + type, key -> schema(content.path("schema")))
                    .validate(answer.json());
            if (!faults.isEmpty()) {
                throw new AssertionError("%s answers %d with what its description (%s) does not say: %s\n%s"
                        .formatted(answer.request(), answer.status(), operation.id(), faults, answer.text()));
            }
        }
    }

    private JsonNode resolved(JsonNode node) {
        var reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    private JsonSchema schema(JsonNode schema) {
        var whole = (ObjectNode) schema.deepCopy();
        whole.set("components", document.path("components"));
        return SCHEMAS.getSchema(whole);
    }
}
